using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Catalog.Queries;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Fit;

internal static class LoadingRuleReader
{
    /// <exception cref="SnapshotSeedException">Named tables or columns do not exist: all of them together.</exception>
    public static async Task<RulesByTable> ReadAsync(
        DatabaseCatalog catalog,
        ImportOptions options,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var resolver = new TableNameResolver(catalog.Tables.Select(table => table.Name));
        var conflicts = resolver.ByTable(options.Tables.Of(table => table.OnConflict), Setting.OnConflict);
        var assigned = resolver.ByTable(options.Tables.Of(table => table.Ids), Setting.Ids);
        var expected = resolver.ByTable(options.Tables.Of(table => table.Expect), Setting.Expect);
        var named = resolver.ByTable(
            options
                .Tables.Where(pair => !pair.Value.Key.IsEmpty)
                .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Key)),
            Setting.TableKeys
        );
        CheckKeys(catalog, named);
        var rules = new RulesByTable(new(options.OnConflict, options.Ids == IdMode.Assign) { Expect = options.Expect });
        foreach (var name in conflicts.Keys.Concat(assigned.Keys).Concat(named.Keys).Concat(expected.Keys).Distinct())
            rules = rules.With(
                name,
                new(
                    conflicts.GetValueOrDefault(name, options.OnConflict),
                    assigned.GetValueOrDefault(name, options.Ids) == IdMode.Assign,
                    named.TryGetValue(name, out var columns)
                        ? await KeyAsync(catalog[name], columns, session, cancellationToken)
                        : null
                )
                {
                    Expect = expected.TryGetValue(name, out var expectation) ? expectation : options.Expect,
                }
            );
        return rules;
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
                        $"{name}: the key names an unknown column \"{column}\"; did you mean {Nearest.To(column, known)}?"
                    )
            );
            problems.AddRange(
                columns
                    .GroupBy(column => column, StringComparer.Ordinal)
                    .Where(same => same.Count() > 1)
                    .Select(same => $"{name}: the key names column {same.Key} {same.Count()} times")
            );
        }

        if (problems.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "keys cannot be used",
                problems,
                $"List columns of the table that are not generated in {Setting.TableKeys}.",
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
            return table.HasNullable(own) ? own.WithEqualNulls() : own;

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
