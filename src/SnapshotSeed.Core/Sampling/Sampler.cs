using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Runs a sampling plan: finds the places of the rows to export, and reads a table's rows as soon as its sample is complete. Every choice depends only on the
/// chosen rows and the row looked at, never on how many other rows the table has; so a database that holds just the chosen rows yields them again.
/// </summary>
internal sealed class Sampler(NpgsqlConnection connection, SamplingPlan plan, SampleReader reader, ILogger logger)
{
    // A row of a cycle becomes eligible once the rows it references are chosen, so a chain grows by one row a round. The first rounds are statements, which need
    // not look at the whole table; the others run in memory, unless the tables are too large for that.
    private const int RoundsBeforeMemory = 8;
    private const int MostRoundsOfACycle = 100;
    private const int RowsInMemory = 200_000;

    private const long MostPlansOfACondition = 4_096;

    // A query has at most 1,664 columns, a table 1,600, and its order up to 51.
    private const int MostSuspects = 10;

    private readonly Dictionary<TableName, Table> tables = plan.Tables.ToDictionary(table => table.Name);
    private readonly Dictionary<TableName, ChosenRows> chosen = plan.Tables.ToDictionary(table => table.Name, _ => new ChosenRows());
    private readonly ILookup<TableName, ForeignKey> unresolved = plan.UnresolvedKeys.ToLookup(key => key.Table);

    // The tables from which a way leads to a table that is left out.
    private readonly HashSet<TableName> leadsOut = plan.UnresolvedKeys.IsEmpty ? [] :
        [.. plan.Tables.Select(table => table.Name).Where(name => plan.Graph.WithReferenced([name]).Overlaps(plan.UnresolvedKeys.Select(key => key.Table)))];

    // The columns that other tables' keys reference one by one.
    private readonly Dictionary<TableName, ImmutableHashSet<string>> referenced = plan.Tables
        .SelectMany(table => plan.Graph.ReferencesOf(table.Name)).Where(key => !plan.Graph.IsWithinComponent(key) && KeyValues.Suffice(key))
        .GroupBy(key => key.ReferencedTable, key => key.ReferencedColumns[0]).ToDictionary(group => group.Key, group => group.ToImmutableHashSet(StringComparer.Ordinal));

    /// <exception cref="SnapshotSeedException">A table has rows but none could be chosen.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var step in plan.Steps)
        {
            await (step switch
            {
                FloorRows floor => FloorAsync(floor, cancellationToken),
                BackfillParents backfill => BackfillAsync(backfill, cancellationToken),
                FillRows fill => FillAsync(fill, cancellationToken),
                _ => throw new InvalidOperationException($"unknown step {step.GetType().Name}"),
            });
        }

        // What no step fills.
        await reader.ReadAsync(plan.Tables.Where(table => plan.Rules[table.Name].Limit == 0).Select(ReadChosen), cancellationToken);
        await GuardCompletenessAsync(cancellationToken);
        await GuardExclusionAsync(cancellationToken);
        await ReportDanglingAsync(cancellationToken);
    }

    private async Task FloorAsync(FloorRows step, CancellationToken cancellationToken)
    {
        var batch = new RowIdBatch(connection);
        foreach (var rule in step.Rules.Where(rule => chosen[rule.Table].Count < rule.Floor))
        {
            var table = tables[rule.Table];
            var rows = chosen[rule.Table];
            if (plan.Graph.ReferencesOf(rule.Table).Any(key => chosen[key.ReferencedTable].Count > 0) && CanBeEligible(table))
            {
                batch.Add(
                    SamplingSql.FirstRows(table, rule.Floor, statement =>
                        Eligible(statement, table).Append(SamplingSql.ReferencesAny(table, plan.Graph.ReferencesOf(rule.Table)))),
                    found => rows.Sample(found[0], rule.Floor, referencesChosen: true));
            }

            batch.Add(
                SamplingSql.FirstRows(table, rule.Floor, _ => Unresolved(table)),
                found => rows.Sample(found[0], rule.Floor, referencesChosen: false));
        }

        await batch.RunAsync(cancellationToken);
    }

    private async Task BackfillAsync(BackfillParents step, CancellationToken cancellationToken)
    {
        foreach (var level in step.Levels)
        {
            await BackfillWithinCyclesAsync(level.Where(component => component.IsCycle), cancellationToken);
            var batch = new RowIdBatch(connection);
            foreach (var name in level.SelectMany(component => component.Tables))
            {
                var rows = chosen[name].Unexpanded;
                if (rows.Count > 0)
                {
                    foreach (var key in plan.Graph.ReferencesOf(name).Where(key => !plan.Graph.IsWithinComponent(key)))
                    {
                        var referenced = chosen[key.ReferencedTable];
                        batch.Add(SamplingSql.ReferencedRows(tables[name], rows, key, tables[key.ReferencedTable]), found => referenced.Backfill(found[0]));
                    }
                }

                chosen[name].MarkExpanded();
            }

            await batch.RunAsync(cancellationToken);
        }
    }

    private async Task BackfillWithinCyclesAsync(IEnumerable<Component> cycles, CancellationToken cancellationToken)
    {
        var batch = new RowIdBatch(connection);
        foreach (var cycle in cycles.Where(cycle => cycle.Tables.Any(table => chosen[table].Unexpanded.Count > 0)))
        {
            var members = cycle.Tables.Select(name => tables[name]).ToList();
            var keys = cycle.Tables.SelectMany(plan.Graph.ReferencesOf).Where(plan.Graph.IsWithinComponent).ToList();
            batch.Add(SamplingSql.ReferencedRowsInCycle(members, [.. members.Select(member => chosen[member.Name].Unexpanded)], keys), found =>
            {
                for (var i = 0; i < members.Count; i++)
                    chosen[members[i].Name].Backfill(found[i]);
            });
        }

        await batch.RunAsync(cancellationToken);
    }

    private async Task FillAsync(FillRows step, CancellationToken cancellationToken)
    {
        var rules = step.Components.SelectMany(component => component.Tables).Select(table => step.Rules[table]).Where(rule => rule.Limit > 0).ToList();
        await FillByPlacesAsync([.. rules.Where(rule => !CanBeReadAtOnce(rule.Table))], cancellationToken);
        await reader.ReadAsync(rules.Select(rule => CanBeReadAtOnce(rule.Table) ? FillAndRead(rule) : ReadChosen(tables[rule.Table])), cancellationToken);
        foreach (var rule in rules.Where(rule => CanBeEligible(tables[rule.Table]) && TakesAll(tables[rule.Table]) && IsShort(rule)))
            chosen[rule.Table].MarkWholeTable();
    }

    /// <summary>Not within a cycle, which grows in rounds; nor where places may be ambiguous, which shows only when more rows are read than were chosen.</summary>
    private bool CanBeReadAtOnce(TableName table) => !plan.Graph.ComponentOf(table).IsCycle && tables[table].ForeignPartitions.IsEmpty;

    private SampleStatement FillAndRead(SampleRule rule)
    {
        var table = tables[rule.Table];
        var rows = chosen[rule.Table];
        if (!IsShort(rule) || !CanBeEligible(table))
            return ReadChosen(table);

        // Of these nobody asks whether a row references a chosen one, since they are all chosen.
        var suspects = plan.Graph.ReferencesOf(table.Name)
            .Where(key => chosen[key.ReferencedTable].IsWholeTable && KeyValues.For(key, chosen[key.ReferencedTable]) is not null).Take(MostSuspects).ToImmutableArray();
        return new(
            table, rows, rule.Limit,
            parameters => SamplingSql.RowsAndFirstRows(
                table, rows.Rows, rule.Limit,
                statement => Eligible(statement, table),
                statement => suspects.Select(key => SamplingSql.Dangles(statement, table, key, KeyValues.For(key, chosen[key.ReferencedTable])!)),
                parameters),
            suspects, KeysOf(table));
    }

    private SampleStatement ReadChosen(Table table) =>
        new(table, chosen[table.Name], null, parameters => SamplingSql.Rows(table, chosen[table.Name], parameters), [], KeysOf(table));

    private ImmutableHashSet<string> KeysOf(Table table) => referenced.TryGetValue(table.Name, out var columns) ? columns : [];

    private bool IsShort(SampleRule rule) => chosen[rule.Table].Count < rule.Limit;

    private async Task FillByPlacesAsync(List<SampleRule> open, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MostRoundsOfACycle && open.Count > 0; round++)
        {
            if (round == RoundsBeforeMemory)
                open = await FillInMemoryAsync(open, cancellationToken);
            var grown = new HashSet<Component>();
            var batch = new RowIdBatch(connection);
            foreach (var rule in open.Where(rule => CanBeEligible(tables[rule.Table])))
            {
                var rows = chosen[rule.Table];
                batch.Add(SamplingSql.FirstRows(tables[rule.Table], rule.Limit, statement => Eligible(statement, tables[rule.Table])), found =>
                {
                    if (rows.Sample(found[0], rule.Limit, referencesChosen: true))
                        grown.Add(plan.Graph.ComponentOf(rule.Table));
                });
            }

            await batch.RunAsync(cancellationToken);
            open = [.. open.Where(rule => IsShort(rule) && plan.Graph.ComponentOf(rule.Table) is { IsCycle: true } cycle && grown.Contains(cycle))];
        }

        if (open.Count > 0)
            Log.StoppedFilling(logger, string.Join(", ", open.Select(rule => rule.Table)), MostRoundsOfACycle);
    }

    /// <summary>Fills the cycles of the given tables, all the way.</summary>
    /// <returns>The tables whose cycle is too large to be held in memory.</returns>
    private async Task<List<SampleRule>> FillInMemoryAsync(List<SampleRule> open, CancellationToken cancellationToken)
    {
        var large = new List<SampleRule>();
        foreach (var cycle in open.GroupBy(rule => plan.Graph.ComponentOf(rule.Table)))
        {
            var most = RowsInMemory + (2L * cycle.Max(rule => rule.Limit));
            var isLarge = await Questions.AskAsync<bool>(connection, cycle.Select(rule => SamplingSql.HasMoreRows(tables[rule.Table], most)), cancellationToken);
            if (isLarge.Contains(true))
                large.AddRange(cycle);
            else
                await FillInMemoryAsync(cycle.Key, cycle.ToDictionary(rule => rule.Table), cancellationToken);
        }

        return large;
    }

    private async Task FillInMemoryAsync(Component cycle, Dictionary<TableName, SampleRule> open, CancellationToken cancellationToken)
    {
        var members = cycle.Tables.Select(table => new CycleMember(chosen[table], 0, [])).ToArray();
        var batch = new RowIdBatch(connection);
        foreach (var rule in open.Values)
        {
            var table = tables[rule.Table];
            batch.Add(
                SamplingSql.AllRows(table, statement => Eligible(statement, table, Binding(table).Where(key => !plan.Graph.IsWithinComponent(key)))),
                found => { members[cycle.Tables.IndexOf(rule.Table)] = new CycleMember(chosen[rule.Table], rule.Limit, [.. found[0]]); });
        }

        await batch.RunAsync(cancellationToken);
        var references = await ReferencesAsync(open.Keys.SelectMany(plan.Graph.ReferencesOf).Where(plan.Graph.IsWithinComponent), cancellationToken);
        new CycleFill(members, references).Run();
    }

    private async Task<List<(RowId Row, RowId? Referenced)>> ReferencesAsync(IEnumerable<ForeignKey> keys, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var key in keys)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(SamplingSql.References(tables[key.Table], key, tables[key.ReferencedTable])));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var references = new List<(RowId, RowId?)>();
        do
        {
            while (await reader.ReadAsync(cancellationToken))
                references.Add((RowAt(0), reader.IsDBNull(2) ? null : RowAt(2)));
        }
        while (await reader.NextResultAsync(cancellationToken));
        return references;

        RowId RowAt(int column) => new(reader.GetFieldValue<uint>(column), reader.GetFieldValue<NpgsqlTid>(column + 1));
    }

    private async Task GuardCompletenessAsync(CancellationToken cancellationToken)
    {
        var empty = plan.Tables.Where(table => chosen[table.Name].Count == 0 && plan.Rules[table.Name].Limit > 0).ToList();
        var hasRows = await Questions.AskAsync<bool>(connection, empty.Select(SamplingSql.HasRows), cancellationToken);
        var lost = empty.Zip(hasRows).Where(pair => pair.Second)
            .Select(pair => $"{pair.First.Name}: has rows, but every one references rows that are not chosen").ToList();
        if (lost.Count > 0)
        {
            throw SnapshotSeedException.ForProblems(
                "tables with data would come out empty", lost,
                "Raise --floor above 0, or say that it is wanted: --exclude them, or --table-limit TABLE=0.");
        }
    }

    /// <summary>
    /// A key that PostgreSQL never checked (NOT VALID, NOT ENFORCED), or whose triggers were off once, can have rows that reference nothing. They are exported,
    /// and said.
    /// </summary>
    private async Task ReportDanglingAsync(CancellationToken cancellationToken)
    {
        var keys = plan.Tables.SelectMany(table => plan.Graph.ReferencesOf(table.Name)).ToList();
        var dangling = chosen.Values.SelectMany(rows => rows.Dangling).ToList();
        var suspects = keys.Except(dangling.Select(rows => rows.Key)).Where(key => Suspect(key).Count > 0).ToList();
        var counts = await Questions.AskAsync<long>(
            connection,
            suspects.Select(key => SamplingSql.DanglingRows(tables[key.Table], Suspect(key), key, tables[key.ReferencedTable])),
            cancellationToken);
        dangling.AddRange(suspects.Select((key, i) => new DanglingRows(key, counts[i])));
        foreach (var rows in dangling.Where(rows => rows.Count > 0).OrderBy(rows => keys.IndexOf(rows.Key)))
            Log.Dangling(logger, rows.Count, rows.Key.ToString(), rows.Key.Name);

        IReadOnlyCollection<RowId> Suspect(ForeignKey key) =>
            chosen[key.ReferencedTable].IsWholeTable ? chosen[key.Table].Rows : chosen[key.Table].Expanded;
    }

    private List<string> Eligible(SamplingStatement statement, Table table) => Eligible(statement, table, Binding(table));

    private List<string> Eligible(SamplingStatement statement, Table table, IEnumerable<ForeignKey> binding) =>
    [
        .. binding.Select(key => SamplingSql.ReferencesChosen(statement, table, key, tables[key.ReferencedTable], chosen[key.ReferencedTable])),
        .. Unresolved(table),
    ];

    /// <summary>The keys that not every row satisfies by itself.</summary>
    private IEnumerable<ForeignKey> Binding(Table table) =>
        plan.Graph.ReferencesOf(table.Name).Where(key => !(key.IsValidated && chosen[key.ReferencedTable].IsWholeTable));

    private bool TakesAll(Table table) => !Binding(table).Any() && Unresolved(table).Count == 0;

    /// <summary>
    /// The conditions under which neither the row <c>c</c> nor what it references, directly or not, references a table that is left out. A cycle is followed
    /// once around; <see cref="GuardExclusionAsync"/> looks at the outcome.
    /// </summary>
    /// <exception cref="SnapshotSeedException">So many ways lead there that the server could not plan the statement.</exception>
    private List<string> Unresolved(Table table)
    {
        var plans = 0L;
        return unresolved.Count == 0 ? [] : Follow(table, "c", [table.Name]);

        List<string> Follow(Table from, string alias, ImmutableHashSet<TableName> visited)
        {
            // PostgreSQL plans a subquery under OR twice, and with it all that is within.
            plans += 1L << Math.Min(visited.Count, 40);
            if (plans > MostPlansOfACondition)
            {
                throw new SnapshotSeedException(
                    $"too many ways lead from {table.Name} to tables that are left out", "Leave out the tables between them, too, with --exclude.", FailureKind.WrongUsage);
            }

            var conditions = unresolved[from.Name].Select(key => SamplingSql.IsNull(from, key, alias)).ToList();
            foreach (var key in plan.Graph.ReferencesOf(from.Name).Where(key => !visited.Contains(key.ReferencedTable) && leadsOut.Contains(key.ReferencedTable)))
            {
                var referenced = tables[key.ReferencedTable];
                var inner = $"{alias}{visited.Count}";
                if (Follow(referenced, inner, visited.Add(referenced.Name)) is { Count: > 0 } beyond)
                    conditions.Add(SamplingSql.ReferencesOnly(from, alias, key, referenced, inner, string.Join(" AND ", beyond)));
            }

            return conditions;
        }
    }

    private async Task GuardExclusionAsync(CancellationToken cancellationToken)
    {
        var keys = plan.UnresolvedKeys.Where(key => chosen[key.Table].Count > 0).ToList();
        var counts = await Questions.AskAsync<long>(
            connection, keys.Select(key => SamplingSql.FailingRows(tables[key.Table], chosen[key.Table].Rows, SamplingSql.IsNull(tables[key.Table], key))), cancellationToken);
        var broken = keys.Zip(counts).Where(pair => pair.Second > 0)
            .Select(pair => $"{pair.First.Table}: {pair.Second} rows that others need reference {pair.First.ReferencedTable}, which is excluded ({pair.First.Name})").ToList();
        if (broken.Count > 0)
            throw SnapshotSeedException.ForProblems("the snapshot could not be complete", broken, "Exclude the referencing tables too, or include the referenced ones.");
    }

    /// <summary>Whether any row could be: not when it must reference a table of which nothing is chosen.</summary>
    private bool CanBeEligible(Table table) => plan.Graph.ReferencesOf(table.Name).All(key =>
        chosen[key.ReferencedTable].Count > 0 || key.OnlyInPartitions is not null || key.Columns.Any(column => table.Column(column).IsNullable));
}
