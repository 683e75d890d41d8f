using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

internal static class CompositionKeys
{
    /// <summary>Whether a row belongs to its parent row.</summary>
    public static bool IsIdentifying(ForeignKey key, Table table) =>
        key is { IsSelfReference: false, IsTemporal: false }
        && (key.IsCascading || (table.RowKey is { } rowKey && key.Columns.All(rowKey.Columns.Contains)));

    /// <exception cref="SnapshotSeedException">A table is unknown or excluded, or lacks such a reference.</exception>
    public static ImmutableArray<ForeignKey> KeysOf(
        ImmutableArray<Table> tables,
        ExportOptions options,
        TableNameResolver resolver
    )
    {
        var keys = options
            .Tables.Pairs(table => table.With)
            .Select(pair => (Table: Find(pair.Name), Child: Find(pair.Text)))
            .Distinct()
            .Select(pair => (pair.Table, pair.Child, Keys: Between(pair.Table, pair.Child)))
            .ToList();
        var problems = keys.Where(pair => pair.Keys.Count == 0)
            .Select(
                MessageTemplate (pair) =>
                    $"{Setting.With}: {pair.Child} does not reference {pair.Table}, or is excluded"
            )
            .ToList();
        if (problems.Count > 0)
            throw new SnapshotSeedException(
                MessageTemplate.Lines(problems),
                "Name a table and a child table of it, for example orders=order_lines.",
                FailureKind.WrongUsage
            );
        return [.. keys.SelectMany(pair => pair.Keys)];

        TableName Find(string name) => resolver.Resolve([name], Setting.With).Single();

        List<ForeignKey> Between(TableName table, TableName child) =>
            tables.Any(other => other.Name == table)
                ?
                [
                    .. tables
                        .Where(other => other.Name == child)
                        .SelectMany(other => other.ForeignKeys)
                        .Where(key => key.ReferencedTable == table && !key.IsTemporal),
                ]
                : [];
    }
}
