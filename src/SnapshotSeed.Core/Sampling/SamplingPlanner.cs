using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>Decides what an export takes and in which order. Pure: a catalog and options in, a plan out.</summary>
internal static class SamplingPlanner
{
    /// <exception cref="SnapshotSeedException">
    /// A limit is below zero, a named table or schema does not exist, a table may not be read, or a chosen table cannot
    /// do without an excluded one.
    /// </exception>
    public static SamplingPlan Plan(DatabaseCatalog catalog, ExportOptions options)
    {
        CheckNumbers(options);
        var resolver = new TableNameResolver(catalog.Tables.Select(table => table.Name));
        var excluded = resolver.Resolve(options.Exclude, Setting.Exclude);
        var candidates = catalog
            .Tables.Where(table => !excluded.Contains(table.Name) && !MigrationHistory.IsBookkeeping(table))
            .Select(table => table.Name)
            .ToHashSet();
        var sampled = Sampled(catalog, options, resolver, candidates);
        var inScope = DependencyGraph.Build(candidates, catalog.ForeignKeys).WithReferenced(sampled);
        var graph = DependencyGraph.Build(inScope, catalog.ForeignKeys);
        var tables = graph
            .Components.SelectMany(component => component.Tables)
            .Select(name => catalog[name])
            .ToImmutableArray();

        CheckReadable(tables);
        var unresolved = UnresolvedKeys(catalog, tables, inScope, excluded);
        var limits = Limits(options, resolver, sampled);
        var rules = tables.ToImmutableDictionary(
            table => table.Name,
            table =>
            {
                var limit = sampled.Contains(table.Name) ? limits.GetValueOrDefault(table.Name, options.Limit) : 0;

                // What is not asked for is never filled, so only the floor brings its rows in: as many as the table
                // needs for its limit.
                var needsOthers = graph.ReferencesOf(table.Name).Any(key => !sampled.Contains(key.ReferencedTable));
                return new SampleRule(table.Name, limit, needsOthers ? limit : Math.Min(options.Floor, limit));
            }
        );
        return new SamplingPlan(tables, rules, [.. FloorSteps(graph, rules), .. FillSteps(graph, rules)])
        {
            Graph = graph,
            UnresolvedKeys = unresolved,
        };
    }

    private static HashSet<TableName> Sampled(
        DatabaseCatalog catalog,
        ExportOptions options,
        TableNameResolver resolver,
        HashSet<TableName> candidates
    )
    {
        var schemas = options.Schemas.ToHashSet(StringComparer.Ordinal);
        var unknown = schemas
            .Where(schema => catalog.Tables.All(table => table.Name.Schema != schema))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (unknown.Count > 0)
        {
            throw new SnapshotSeedException(
                $"{Setting.Schemas}: there is no table in schema {string.Join(", ", unknown)}",
                $"Schemas with tables: "
                    + $"{string.Join(", ", catalog.Tables.Select(table => table.Name.Schema).Distinct())}.",
                FailureKind.WrongUsage
            );
        }

        var asked = resolver.Resolve(options.Tables, Setting.Tables);
        var sampled = asked.Count == 0 ? candidates.ToHashSet() : asked.Intersect(candidates).ToHashSet();
        if (schemas.Count > 0)
            sampled.RemoveWhere(table => !schemas.Contains(table.Schema));
        var leftOut = asked.Except(sampled).Order().ToList();
        if (leftOut.Count > 0)
        {
            throw new SnapshotSeedException(
                Wording.Lines(leftOut.Select(Wording (table) => $"{Setting.Tables}: {table} is left out")),
                $"It is named by {Setting.Exclude} too, is outside {Setting.Schemas}, or belongs to a migration tool.",
                FailureKind.WrongUsage
            );
        }

        if (sampled.Count == 0)
        {
            throw new SnapshotSeedException(
                $"database {catalog.Database.Name} has no table to export",
                $"Check that the connection points at the right database, that its migrations have run, and what "
                    + $"{Setting.Tables}, {Setting.Schemas} and {Setting.Exclude} leave over.",
                catalog.Tables.IsEmpty ? FailureKind.Failed : FailureKind.WrongUsage
            );
        }

        return sampled;
    }

    private static void CheckNumbers(ExportOptions options)
    {
        var problems = new List<Wording>();
        if (options.Limit < 0)
            problems.Add($"{Setting.Limit} is {options.Limit}");
        if (options.Floor < 0)
            problems.Add($"{Setting.Floor} is {options.Floor}");
        problems.AddRange(
            options
                .TableLimits.Where(pair => pair.Value < 0)
                .Select(Wording (pair) => $"{Setting.TableLimits} {pair.Key} is {pair.Value}")
        );
        if (problems.Count > 0)
            throw new SnapshotSeedException(
                Wording.Join("; ", problems),
                "A limit is a number of rows, 0 or more.",
                FailureKind.WrongUsage
            );
    }

    private static void CheckReadable(ImmutableArray<Table> tables)
    {
        var problems = tables.SelectMany(Unreadable).ToList();
        if (problems.Count > 0)
        {
            throw SnapshotSeedException.ForProblems(
                "the source's role may not read everything that is to be exported",
                problems,
                $"Grant SELECT on these tables (pg_read_all_data covers all) and, where policies hide rows, "
                    + $"BYPASSRLS to the role; or leave the tables out with {Setting.Exclude}."
            );
        }
    }

    /// <summary>
    /// A part of a table is no sample of it: rows are found by their place, which SELECT on single columns does not
    /// show.
    /// </summary>
    private static IEnumerable<string> Unreadable(Table table)
    {
        if (!table.CanSelectSome)
            return [$"{table.Name}: no SELECT privilege on the table (or no USAGE on its schema)"];
        if (table.IsNotOnStandby)
            return [$"{table.Name}: unlogged, so that this standby has none of its rows; its primary does"];
        if (table.HasRowSecurity)
            return [$"{table.Name}: row level security would hide rows from the role"];
        var columns = table
            .StoredColumns.Where(column => !column.CanSelect)
            .Select(column => $"{table.Name}: no SELECT privilege on column {column.Name}")
            .ToList();
        return table.CanSelect || columns.Count > 0
            ? columns
            : [$"{table.Name}: SELECT is granted on its columns, but not on the table"];
    }

    private static ImmutableArray<ForeignKey> UnresolvedKeys(
        DatabaseCatalog catalog,
        ImmutableArray<Table> tables,
        IReadOnlySet<TableName> inScope,
        IReadOnlyCollection<TableName> excluded
    )
    {
        var unresolved = tables
            .SelectMany(table => table.ForeignKeys)
            .Where(key => !inScope.Contains(key.ReferencedTable))
            .ToImmutableArray();
        var impossible = unresolved
            .Where(IsMandatory)
            .Select(key => $"every row of {key.Table} references {key.ReferencedTable}, which is excluded ({key.Name})")
            .ToList();
        if (impossible.Count > 0)
        {
            var rest = inScope.ToHashSet();
            while (
                rest.RemoveWhere(name =>
                    catalog[name].ForeignKeys.Any(key => IsMandatory(key) && !rest.Contains(key.ReferencedTable))
                ) > 0
            ) { }

            throw SnapshotSeedException.ForProblems(
                "the snapshot could not be complete",
                impossible,
                $"Exclude the referencing tables, too ({Setting.Exclude} "
                    + $"{string.Join(",", inScope.Except(rest).Concat(excluded).Order())}), or include the "
                    + $"referenced ones.",
                FailureKind.WrongUsage
            );
        }

        return unresolved;

        bool IsMandatory(ForeignKey key) =>
            key.OnlyInPartitions is null && key.Columns.All(column => !catalog[key.Table].Column(column).IsNullable);
    }

    private static Dictionary<TableName, int> Limits(
        ExportOptions options,
        TableNameResolver resolver,
        HashSet<TableName> sampled
    )
    {
        var leftOut = resolver
            .Resolve(options.TableLimits.Keys, Setting.TableLimits)
            .Where(table => !sampled.Contains(table))
            .Order()
            .ToList();
        if (leftOut.Count > 0)
        {
            throw new SnapshotSeedException(
                Wording.Lines(
                    leftOut.Select(Wording (table) => $"{Setting.TableLimits}: {table} is left out, so it has no limit")
                ),
                $"Drop the limit, or have the table sampled: see {Setting.Tables}, {Setting.Schemas} and "
                    + $"{Setting.Exclude}. Tables of migration tools are always left out.",
                FailureKind.WrongUsage
            );
        }

        var limits = options.TableLimits.ToLookup(pair => resolver.Resolve([pair.Key], Setting.TableLimits).Single());
        var twice = limits.Where(pairs => pairs.Count() > 1).OrderBy(pairs => pairs.Key).ToList();
        if (twice.Count > 0)
        {
            throw new SnapshotSeedException(
                Wording.Lines(
                    twice.Select(
                        Wording (pairs) =>
                            $"{Setting.TableLimits}: {pairs.Key} is limited more than once, as "
                            + $"{string.Join(" and ", pairs.Select(pair => pair.Key))}"
                    )
                ),
                "Give a table one limit.",
                FailureKind.WrongUsage
            );
        }

        return limits.ToDictionary(pairs => pairs.Key, pairs => pairs.Single().Value);
    }

    /// <summary>
    /// Children first. Within a height, the tables that reference most go first and the groups double in size (1, 1, 2,
    /// 4, …): what the first ones bring in serves the later ones, and the round trips still grow with the logarithm of
    /// the number of tables only.
    /// </summary>
    private static IEnumerable<SamplingStep> FloorSteps(
        DependencyGraph graph,
        ImmutableDictionary<TableName, SampleRule> rules
    )
    {
        foreach (var level in graph.Components.GroupBy(component => component.Height).OrderBy(level => level.Key))
        {
            var wanted = level
                .SelectMany(component => component.Tables)
                .Select(table => rules[table])
                .Where(rule => rule.Floor > 0)
                .Select(rule => new FloorCandidate(rule, graph.WithReferenced([rule.Table]).Count - 1))
                .OrderByDescending(entry => entry.Reach)
                .ThenBy(entry => entry.Rule.Table)
                .ToList();
            for (int start = 0, size = 1; start < wanted.Count; start += size, size = start)
            {
                var group = wanted.Skip(start).Take(wanted[start].Reach == 0 ? wanted.Count : size).ToList();
                if (wanted[start].Reach == 0)
                    size = group.Count;
                yield return new FloorRows([.. group.Select(entry => entry.Rule)]);
                var levels = BackfillLevels(graph, group.Select(entry => entry.Rule.Table));
                if (levels.Length > 0)
                    yield return new BackfillParents(levels);
            }
        }
    }

    private static ImmutableArray<ImmutableArray<Component>> BackfillLevels(
        DependencyGraph graph,
        IEnumerable<TableName> tables
    ) =>
        [
            .. graph
                .WithReferenced(tables)
                .Where(table => graph.ReferencesOf(table).Any())
                .Select(graph.ComponentOf)
                .Distinct()
                .GroupBy(component => component.Depth)
                .OrderByDescending(level => level.Key)
                .Select(level => level.OrderBy(component => component.Tables[0]).ToImmutableArray()),
        ];

    private static IEnumerable<SamplingStep> FillSteps(
        DependencyGraph graph,
        ImmutableDictionary<TableName, SampleRule> rules
    ) =>
        from level in graph.Components.GroupBy(component => component.Depth)
        orderby level.Key
        let wanted = level.Where(component => component.Tables.Any(table => rules[table].Limit > 0)).ToImmutableArray()
        where wanted.Length > 0
        select new FillRows(
            wanted,
            wanted
                .SelectMany(component => component.Tables)
                .ToImmutableDictionary(table => table, table => rules[table])
        );

    /// <param name="Rule">The rule of a table.</param>
    /// <param name="Reach">How many tables it references, directly or not.</param>
    private sealed record FloorCandidate(SampleRule Rule, int Reach);
}
