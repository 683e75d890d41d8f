using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Fit;

/// <summary>Which columns move in time, and whose newest value counts.</summary>
internal sealed class ShiftedColumns
{
    private readonly HashSet<(TableName Table, string Column)> excluded;
    private readonly HashSet<(TableName Table, string Column)> newest;

    private ShiftedColumns(
        HashSet<(TableName Table, string Column)> excluded,
        HashSet<(TableName Table, string Column)> newest
    )
    {
        this.excluded = excluded;
        this.newest = newest;
    }

    /// <exception cref="SnapshotSeedException">Columns that are named do not exist, or hold no times: all of them together.</exception>
    public static ShiftedColumns Of(TimeOptions options, DatabaseCatalog catalog)
    {
        var problems = new List<string>();
        var columns = new ShiftedColumns(
            [.. options.Exclude.Select(name => Find(name, catalog, problems)).OfType<(TableName, string)>()],
            [.. options.Newest.Select(name => Find(name, catalog, problems)).OfType<(TableName, string)>()]
        );
        problems.AddRange(
            columns
                .newest.Intersect(columns.excluded)
                .Select(both => $"{both.Table}.{both.Column} is excluded and listed as newest")
        );
        if (problems.Count == 0)
            return columns;
        throw SnapshotSeedException.ForProblems(
            "times cannot be moved",
            problems,
            $"Name columns as table.column or schema.table.column in {Setting.TimeExclude} and {Setting.TimeNewest}.",
            FailureKind.WrongUsage,
            isNothingWritten: true
        );
    }

    public IEnumerable<string> In(SnapshotTable source, Table table) =>
        source.Content.Columns.Where(name =>
            table.Columns.FirstOrDefault(column => column.Name == name) is { } column
            && TimeSql.Moves(column)
            && !excluded.Contains((table.Name, name))
        );

    /// <summary>Whether a column that moves may hold the newest time.</summary>
    public bool Counts(Table table, string column) =>
        TimeSql.IsSingle(table.Column(column)) && (newest.Count == 0 || newest.Contains((table.Name, column)));

    private static (TableName Table, string Column)? Find(string name, DatabaseCatalog catalog, List<string> problems)
    {
        var known = catalog
            .Tables.SelectMany(table => table.Columns, (table, column) => (table, column))
            .SelectMany(
                pair =>
                    new[] { pair.table.Name.ToString(), pair.table.Name.Qualified }.Distinct(StringComparer.Ordinal),
                (pair, of) => (pair.table, pair.column, Name: $"{of}.{pair.column.Name}")
            )
            .ToList();
        var found = known.FindAll(pair => pair.Name == name);
        if (found.Count == 0)
        {
            var near = known.Count == 0 ? "" : $"; did you mean {Nearest.To(name, known.Select(pair => pair.Name))}?";
            problems.Add($"unknown column \"{name}\"{near}");
            return null;
        }

        var (table, column, _) = found[0];
        if (TimeSql.Moves(column))
            return (table.Name, column.Name);
        problems.Add($"{name} has type {column.Type}, which is not a time");
        return null;
    }
}
