using SnapshotSeed.Model;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Snapshot;

/// <summary>Compares the files of a folder with its manifest.</summary>
internal static class FolderCheck
{
    private const int Shown = 3;

    public static async Task<List<RowProblem>> RunAsync(SnapshotFiles snapshot, CancellationToken cancellationToken)
    {
        var problems = new List<RowProblem>();
        var rows = new Dictionary<TableName, TsvRows>();
        foreach (var table in snapshot.Tables.Where(table => table.Manifest is not null))
            rows[table.Name] = await table.ReadRowsAsync(cancellationToken);
        foreach (var table in snapshot.Tables.Where(table => table.Manifest is not null))
        {
            problems.AddRange(Header(table));
            problems.AddRange(Values(table, rows[table.Name]));
            problems.AddRange(table.Manifest!.Keys.SelectMany(key => Duplicates(table, rows[table.Name], key)));
            problems.AddRange(table.Manifest.ForeignKeys.SelectMany(key => Dangling(table, rows, key)));
        }

        return problems;
    }

    /// <summary>The foreign keys into tables without a file, each with the number of rows that use it.</summary>
    public static async Task<List<RowProblem>> OpenReferencesAsync(
        SnapshotFiles snapshot,
        CancellationToken cancellationToken
    )
    {
        var names = snapshot.Names.ToHashSet();
        var open = new List<RowProblem>();
        foreach (var table in snapshot.Tables)
        {
            var keys = table.Manifest?.ForeignKeys.Where(key => !names.Contains(key.ReferencedTable)).ToList() ?? [];
            if (keys.Count == 0)
                continue;
            var rows = await table.ReadRowsAsync(cancellationToken);
            open.AddRange(keys.Select(key => Open(table, rows, key)).Where(problem => problem.Count > 0));
        }

        return open;
    }

    private static RowProblem Open(SnapshotTable table, TsvRows rows, ForeignKey key) =>
        new(RowProblemKind.DanglingIntoNoFile, table.Name)
        {
            File = table.File,
            Columns = key.Columns,
            Referenced = key.ReferencedTable,
            Constraint = key.Name,
            Count = key.Columns.All(rows.Columns.Contains)
                ? Enumerable.Range(0, rows.Count).Count(i => rows.Joined(key.Columns, i) is not null)
                : 0,
        };

    private static IEnumerable<RowProblem> Header(SnapshotTable table)
    {
        var (given, known) = (table.Content.Columns, table.Manifest!.Columns.Select(column => column.Name).ToList());
        return given
            .Except(known, StringComparer.Ordinal)
            .Select(name => InHeader(RowProblemKind.NotInManifest, name))
            .Concat(
                known.Except(given, StringComparer.Ordinal).Select(name => InHeader(RowProblemKind.MissingColumn, name))
            )
            .Concat(
                given
                    .GroupBy(name => name, StringComparer.Ordinal)
                    .Where(group => group.Count() > 1)
                    .Select(group => InHeader(RowProblemKind.RepeatedColumn, group.Key) with { Count = group.Count() })
            );

        RowProblem InHeader(RowProblemKind kind, string column) =>
            new(kind, table.Name)
            {
                File = table.File,
                Line = 1,
                Columns = [column],
            };
    }

    private static IEnumerable<RowProblem> Values(SnapshotTable table, TsvRows rows) =>
        table
            .Manifest!.Columns.Where(column => rows.Columns.Contains(column.Name))
            .SelectMany(column =>
            {
                var values = rows[column.Name];
                var nulls = column.IsNullable ? [] : At(values, value => value is null);
                var bad = At(values, value => value is not null && !CommonTypes.Accept(column.Type, value));
                return ProblemsAt(nulls, table, rows, RowProblemKind.Null, column)
                    .Concat(ProblemsAt(bad, table, rows, RowProblemKind.Value, column));
            });

    private static List<int> At(string?[] values, Func<string?, bool> isMeant) =>
        [.. Enumerable.Range(0, values.Length).Where(i => isMeant(values[i]))];

    private static IEnumerable<RowProblem> ProblemsAt(
        List<int> places,
        SnapshotTable table,
        TsvRows rows,
        RowProblemKind kind,
        Column column
    ) =>
        First(
            places,
            i => new RowProblem(kind, table.Name)
            {
                File = table.File,
                Line = rows.Lines[i],
                Columns = [column.Name],
                InTarget = column.Type,
            }
        );

    private static IEnumerable<RowProblem> Duplicates(SnapshotTable table, TsvRows rows, UniqueKey key)
    {
        if (!key.Columns.All(rows.Columns.Contains))
            return [];
        return First(
            rows.Twins(key.Columns).ToList(),
            pair => new RowProblem(RowProblemKind.Duplicate, table.Name)
            {
                File = table.File,
                Line = rows.Lines[pair.First],
                OtherLine = rows.Lines[pair.Second],
                Columns = key.Columns,
                Constraint = key.Name,
            }
        );
    }

    private static IEnumerable<RowProblem> Dangling(
        SnapshotTable table,
        Dictionary<TableName, TsvRows> files,
        ForeignKey key
    )
    {
        var rows = files[table.Name];
        if (
            !files.TryGetValue(key.ReferencedTable, out var referenced)
            || !key.Columns.All(rows.Columns.Contains)
            || !key.ReferencedColumns.All(referenced.Columns.Contains)
        )
            return [];
        var there = Enumerable
            .Range(0, referenced.Count)
            .Select(i => referenced.Joined(key.ReferencedColumns, i))
            .ToHashSet(StringComparer.Ordinal);
        var lost = Enumerable
            .Range(0, rows.Count)
            .Where(i => rows.Joined(key.Columns, i) is { } text && !there.Contains(text))
            .ToList();
        return First(
            lost,
            i => new RowProblem(RowProblemKind.DanglingInFolder, table.Name)
            {
                File = table.File,
                Line = rows.Lines[i],
                Columns = key.Columns,
                Referenced = key.ReferencedTable,
                Constraint = key.Name,
            }
        );
    }

    private static IEnumerable<RowProblem> First<T>(List<T> found, Func<T, RowProblem> problemOf)
    {
        var shown = found.Take(Shown).Select(problemOf).ToList();
        if (found.Count > Shown)
            shown[^1] = shown[^1].And(found.Count - Shown);
        return shown;
    }
}
