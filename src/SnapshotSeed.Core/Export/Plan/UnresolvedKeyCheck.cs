using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

internal static class UnresolvedKeyCheck
{
    public static ImmutableArray<ForeignKey> KeysOf(ImmutableArray<Table> tables, ExportScope scope) =>
        [.. tables.SelectMany(table => table.ForeignKeys).Where(key => !scope.Tables.Contains(key.ReferencedTable))];

    /// <summary>Refuses tables with rows that have to reference an excluded table.</summary>
    public static async Task CheckAsync(ExportPlan plan, Session session, CancellationToken cancellationToken)
    {
        var tables = Mandatory(plan).Select(key => key.Table).Distinct().ToList();
        var hasRows = await session.ValuesAsync<bool>(
            tables.Select(name => RowCountSql.HasRows(plan.Tables.First(table => table.Name == name))),
            cancellationToken
        );
        Check(plan, tables.Where((_, i) => hasRows[i]).ToHashSet());
    }

    public static void Check(ExportPlan plan, IReadOnlySet<TableName> filled)
    {
        var impossible = Mandatory(plan)
            .Where(key => filled.Contains(key.Table))
            .Select(key => $"every row of {key.Table} references the excluded table {key.ReferencedTable} ({key.Name})")
            .ToList();
        if (impossible.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "foreign keys reference excluded tables",
                impossible,
                $"Exclude the referencing tables, too ({Setting.Exclude} "
                    + $"{string.Join(",", Impossible(plan.Tables).Concat(plan.Excluded).Order())}), or export the "
                    + $"referenced ones.",
                FailureKind.WrongUsage
            );
    }

    private static IEnumerable<ForeignKey> Mandatory(ExportPlan plan) =>
        plan.UnresolvedKeys.Where(key => key.IsMandatory(plan.Tables.First(table => table.Name == key.Table)));

    /// <summary>The tables that cannot have a row, and the tables that have to reference them.</summary>
    private static IEnumerable<TableName> Impossible(ImmutableArray<Table> tables)
    {
        var rest = tables.ToDictionary(table => table.Name);
        while (
            rest.Values.FirstOrDefault(table =>
                table.ForeignKeys.Any(key => key.IsMandatory(table) && !rest.ContainsKey(key.ReferencedTable))
            )
                is { } table
        )
            rest.Remove(table.Name);
        return tables.Select(table => table.Name).Except(rest.Keys);
    }
}
