using Microsoft.Extensions.Logging;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Results;

namespace SnapshotSeed.Catalog;

/// <summary>Tables of <c>pg_extension.extconfig</c>. As in pg_dump, only rows that users added are taken.</summary>
internal static class ExtensionTables
{
    private const string Keyword = "WHERE";

    // No table of a user has this alias.
    private static readonly Sql Referenced = $"{new Identifier("referenced ")}";

    public static Table OnlyAdded(Table table) =>
        table.AddedRows is { Length: > 0 } added ? table with { Conditions = [Condition(added)] } : table;

    /// <summary>Removes tables without added rows, or that the role cannot read.</summary>
    public static async Task<DatabaseCatalog> TakeAddedAsync(
        DatabaseCatalog catalog,
        Session session,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var all = catalog.Tables.Where(table => table.AddedRows is not null).ToList();
        if (all.Count == 0)
            return catalog;
        var readable = all.Where(table => table is { CanSelect: true, HasRowSecurity: false, IsNotOnStandby: false })
            .Select(OnlyAdded)
            .ToList();
        foreach (var table in all.Where(table => readable.TrueForAll(other => other.Name != table.Name)))
            Log.UnreadOfExtension(logger, table.Name);
        var hasRows = await session.ValuesAsync<bool>(
            readable.Select(Sql (table) => $"SELECT EXISTS (SELECT FROM {table.From()} c)"),
            cancellationToken
        );
        var kept = readable.Where((_, i) => hasRows[i]).ToDictionary(table => table.Name);
        return catalog
            .Without(all.Select(table => table.Name).Where(name => !kept.ContainsKey(name)).ToHashSet())
            .With(table => WithBoundKeys(kept.GetValueOrDefault(table.Name) ?? table, kept));
    }

    /// <summary>References to the extension's own rows need no parent row in the snapshot.</summary>
    private static Table WithBoundKeys(Table table, Dictionary<TableName, Table> kept) =>
        table with
        {
            ForeignKeys =
            [
                .. table.ForeignKeys.Select(key =>
                    kept.GetValueOrDefault(key.ReferencedTable) is { Conditions.IsEmpty: false } referenced
                        ? key with
                        {
                            Where = RowCondition.Of(table, Added(table, key, referenced).ToString()),
                        }
                        : key
                ),
            ],
        };

    private static Sql Added(Table table, ForeignKey key, Table referenced)
    {
        var own = new Identifier(table.Name.Name);
        var matches = key.Matches(Referenced, Sql (column) => $"{own}.{new Identifier(column)}");
        return $"EXISTS (SELECT FROM {referenced.From()} {Referenced} WHERE {matches})";
    }

    /// <summary>Of a WHERE clause, as pg_dump appends it to the table's name.</summary>
    private static string Condition(string clause)
    {
        var text = clause.Trim();
        var condition = text.StartsWith(Keyword, StringComparison.OrdinalIgnoreCase) ? text[Keyword.Length..] : text;
        return $"({condition.Trim()})";
    }
}
