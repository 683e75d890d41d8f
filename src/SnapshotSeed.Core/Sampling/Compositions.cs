using System.Collections.Immutable;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>Which keys rows are taken along against.</summary>
internal static class Compositions
{
    /// <summary>
    /// Those that a user may want: rows of a table were chosen without all candidates that belong to them. They do by an
    /// identifying reference, which is part of the child's key or ON DELETE CASCADE.
    /// </summary>
    public static NamedValues<ImmutableArray<string>> Suggested(Sample sample, Candidates candidates) =>
        sample
            .Plan.Tables.SelectMany(table => sample.Graph.ReferencesOf(table.Name))
            .Where(key => IsIdentifying(key, sample.Table(key.Table)) && !sample.Plan.With.Contains(key))
            .Where(key => IsTorn(key, sample, candidates))
            .Select(key => (key.ReferencedTable.ToString(), key.Table.ToString()))
            .Distinct()
            .ToNamedTexts();

    /// <summary>Whether rows belong to those that they reference: the key is part of their own, or ON DELETE CASCADE.</summary>
    public static bool IsIdentifying(ForeignKey key, Table table) =>
        key is { IsSelfReference: false, IsTemporal: false }
        && (key.IsCascading || (table.RowKey is { } rowKey && key.Columns.All(rowKey.Columns.Contains)));

    private static bool IsTorn(ForeignKey key, Sample sample, Candidates candidates)
    {
        var (children, parents) = (sample[key.Table], sample[key.ReferencedTable]);
        return !children.IsWholeTable
            && !parents.IsWholeTable
            && candidates[key.Table]
                .Where(row => row.IsOpen && !children.Contains(row.Row))
                .Any(row =>
                    row.References.Any(other => other.Table == key.ReferencedTable && parents.Contains(other.Row))
                );
    }

    /// <exception cref="SnapshotSeedException">
    /// A table does not exist or is left out, or does not reference the other.
    /// </exception>
    public static ImmutableArray<ForeignKey> KeysOf(
        ImmutableArray<Table> tables,
        ExportOptions options,
        TableNameResolver resolver
    )
    {
        var keys = options
            .With.Pairs()
            .Select(pair => (Table: Find(pair.Name), Child: Find(pair.Text)))
            .Distinct()
            .Select(pair => (pair.Table, pair.Child, Keys: Between(pair.Table, pair.Child)))
            .ToList();
        var problems = keys.Where(pair => pair.Keys.Count == 0)
            .Select(Wording (pair) => $"{Setting.With}: {pair.Child} does not reference {pair.Table}, or is left out")
            .ToList();
        if (problems.Count > 0)
            throw new SnapshotSeedException(
                Wording.Lines(problems),
                "Name a table, and another one whose rows belong to its rows: orders=order_lines.",
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
