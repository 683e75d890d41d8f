using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Catalog.Queries;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Fit;

/// <summary>Gives the tables of a target the rules by which a user wants them loaded.</summary>
internal static class LoadingRuleReader
{
    /// <exception cref="SnapshotSeedException">Tables or columns that are named do not exist: all of them together.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public static async Task<DatabaseCatalog> AddAsync(
        DatabaseCatalog catalog,
        ImportOptions options,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var resolver = new TableNameResolver(catalog.Tables.Select(table => table.Name));
        var conflicts = resolver.ByTable(options.Tables.Of(table => table.OnConflict), Setting.OnConflict);
        var assigned = resolver.ByTable(options.Tables.Of(table => table.Ids), Setting.Ids);
        var named = resolver.ByTable(
            options
                .Tables.Where(pair => !pair.Value.Key.IsEmpty)
                .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Key)),
            Setting.TableKeys
        );
        CheckKeys(catalog, named);
        var keys = new Dictionary<TableName, UniqueKey?>();
        foreach (var (name, columns) in named)
            keys[name] = await KeyAsync(catalog[name], columns, session, cancellationToken);
        return catalog.With(table =>
            table with
            {
                LoadingRule = new(
                    conflicts.GetValueOrDefault(table.Name, options.OnConflict),
                    assigned.GetValueOrDefault(table.Name, options.Ids) == IdMode.Assign,
                    keys.GetValueOrDefault(table.Name)
                ),
            }
        );
    }

    private static void CheckKeys(DatabaseCatalog catalog, IReadOnlyDictionary<TableName, ImmutableArray<string>> keys)
    {
        var problems = new List<string>();
        foreach (var (name, columns) in keys.OrderBy(pair => pair.Key))
        {
            var known = catalog[name].StoredColumns.Select(column => column.Name).ToList();
            problems.AddRange(
                columns
                    .Except(known, StringComparer.Ordinal)
                    .Select(column =>
                        $"{name}: there is no column {column} for its key; did you mean {Nearest.To(column, known)}?"
                    )
            );
            problems.AddRange(
                columns
                    .GroupBy(column => column, StringComparer.Ordinal)
                    .Where(same => same.Count() > 1)
                    .Select(same => $"{name}: its key names {same.Key} {same.Count()} times")
            );
        }

        if (problems.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "keys cannot be used",
                problems,
                $"A key is a list of the table's own columns, which are not generated: {Setting.TableKeys}.",
                FailureKind.WrongUsage
            );
    }

    private static async Task<UniqueKey?> KeyAsync(
        Table table,
        ImmutableArray<string> columns,
        Session session,
        CancellationToken cancellationToken
    )
    {
        if (columns.IsEmpty)
            return null;
        if (
            table.Keys.FirstOrDefault(key => key.Columns.ToHashSet(StringComparer.Ordinal).SetEquals(columns)) is
            { } own
        )
            return own;

        // Compared as a foreign key from the table to itself would compare them.
        var comparisons = await session.RowsAsync(
            ComparisonsQuery.Of(new ForeignKey("", table.Name, columns, table.Name, columns)),
            ComparisonsQuery.Read,
            cancellationToken
        );
        return new UniqueKey("named key", columns)
        {
            IsDeclared = false,
            NullsAreEqual = true,
            EqualityOperators = [.. comparisons.Select(comparison => comparison.Operator)],
        };
    }
}
