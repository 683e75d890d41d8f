using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Runs a sampling plan: finds the places of the rows to export, and reads a table's rows as soon as its sample is
/// complete. Every choice depends only on the chosen rows and the row looked at, never on how many other rows the table
/// has; so a database that holds just the chosen rows yields them again.
/// </summary>
internal sealed class Sampler
{
    // A query has at most 1,664 columns, a table 1,600, and its order up to 51.
    private const int MostSuspects = 10;

    private readonly NpgsqlConnection connection;
    private readonly SampleReader reader;
    private readonly Sample sample;
    private readonly WaysOut waysOut;
    private readonly Eligibility eligibility;
    private readonly CleanRows cleanRows;
    private readonly FillInRounds inRounds;
    private readonly SampleGuards guards;

    // The columns that other tables' keys reference one by one.
    private readonly Dictionary<TableName, ImmutableHashSet<string>> referenced;

    public Sampler(NpgsqlConnection connection, SamplingPlan plan, SampleReader reader, ILogger logger)
    {
        this.connection = connection;
        this.reader = reader;
        sample = new Sample(plan);
        waysOut = new WaysOut(sample);
        eligibility = new Eligibility(sample, waysOut);
        var places = new CyclePlaces(connection, sample);
        cleanRows = new CleanRows(places, sample, waysOut);
        inRounds = new FillInRounds(connection, places, sample, eligibility, logger);
        guards = new SampleGuards(connection, sample, logger);
        referenced = plan
            .Tables.SelectMany(table => plan.Graph.ReferencesOf(table.Name))
            .Where(key => !plan.Graph.IsWithinComponent(key) && KeyValues.Suffice(key))
            .GroupBy(key => key.ReferencedTable, key => key.ReferencedColumns[0])
            .ToDictionary(group => group.Key, group => group.ToImmutableHashSet(StringComparer.Ordinal));
    }

    /// <exception cref="SnapshotSeedException">The sample cannot be complete.</exception>
    /// <exception cref="TablesRewrittenException">Tables were emptied or rewritten meanwhile.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var step in sample.Plan.Steps)
        {
            await (
                step switch
                {
                    FloorRows floor => FloorAsync(floor, cancellationToken),
                    BackfillParents backfill => BackfillAsync(backfill, cancellationToken),
                    FillRows fill => FillAsync(fill, cancellationToken),
                    _ => throw new InvalidOperationException($"unknown step {step.GetType().Name}"),
                }
            );
        }

        // What no step fills.
        await reader.ReadAsync(
            sample.Plan.Tables.Where(table => sample.Plan.Rules[table.Name].Limit == 0).Select(ReadChosen),
            cancellationToken
        );
        await guards.CheckNotRewrittenAsync(cancellationToken);
        await guards.CheckCompletenessAsync(cancellationToken);
        await guards.CheckExclusionAsync(cancellationToken);
        await guards.ReportDanglingAsync(cancellationToken);
    }

    private async Task FloorAsync(FloorRows step, CancellationToken cancellationToken)
    {
        var batch = new RowIdBatch(connection);
        var inMemory = new List<(SampleRule Rule, List<RowId> Rows)>();
        foreach (var rule in step.Rules.Where(rule => sample[rule.Table].Count < rule.Floor))
        {
            var table = sample.Table(rule.Table);
            var rows = sample[rule.Table];
            if (
                sample.Graph.ReferencesOf(rule.Table).Any(key => sample[key.ReferencedTable].Count > 0)
                && eligibility.IsPossible(table)
            )
            {
                batch.Add(
                    $"{rule.Table}",
                    SamplingSql.FirstRows(
                        table,
                        rule.Floor,
                        statement =>
                            eligibility
                                .Conditions(statement, table)
                                .Append(SamplingSql.ReferencesAny(table, sample.Graph.ReferencesOf(rule.Table)))
                    ),
                    found => rows.Sample(found[0], rule.Floor, referencesChosen: true)
                );
            }

            if (await cleanRows.OfAsync(rule.Table, cancellationToken) is { } clean)
                inMemory.Add((rule, clean));
            else
                batch.Add(
                    $"{rule.Table}",
                    SamplingSql.FirstRows(table, rule.Floor, _ => waysOut.Conditions(table)),
                    found => rows.Sample(found[0], rule.Floor, referencesChosen: false)
                );
        }

        await batch.RunAsync(cancellationToken);
        foreach (var (rule, rows) in inMemory)
            sample[rule.Table].Sample(rows, rule.Floor, referencesChosen: false);
    }

    private async Task BackfillAsync(BackfillParents step, CancellationToken cancellationToken)
    {
        foreach (var level in step.Levels)
        {
            await BackfillWithinCyclesAsync(level.Where(component => component.IsCycle), cancellationToken);
            var batch = new RowIdBatch(connection);
            foreach (var name in level.SelectMany(component => component.Tables))
            {
                var rows = sample[name].Unexpanded;
                if (rows.Count > 0)
                {
                    foreach (
                        var key in sample.Graph.ReferencesOf(name).Where(key => !sample.Graph.IsWithinComponent(key))
                    )
                    {
                        var referenced = sample[key.ReferencedTable];
                        batch.Add(
                            $"{key.ReferencedTable}",
                            SamplingSql.ReferencedRows(
                                sample.Table(name),
                                rows,
                                key,
                                sample.Table(key.ReferencedTable)
                            ),
                            found => referenced.Backfill(found[0])
                        );
                    }
                }

                sample[name].MarkExpanded();
            }

            await batch.RunAsync(cancellationToken);
        }
    }

    private async Task BackfillWithinCyclesAsync(IEnumerable<Component> cycles, CancellationToken cancellationToken)
    {
        var batch = new RowIdBatch(connection);
        foreach (var cycle in cycles.Where(cycle => cycle.Tables.Any(table => sample[table].Unexpanded.Count > 0)))
        {
            var members = cycle.Tables.Select(name => sample.Table(name)).ToList();
            var keys = cycle
                .Tables.SelectMany(sample.Graph.ReferencesOf)
                .Where(sample.Graph.IsWithinComponent)
                .ToList();
            batch.Add(
                $"{cycle}",
                SamplingSql.ReferencedRowsInCycle(
                    members,
                    [.. members.Select(member => sample[member.Name].Unexpanded)],
                    keys
                ),
                found =>
                {
                    for (var i = 0; i < members.Count; i++)
                        sample[members[i].Name].Backfill(found[i]);
                }
            );
        }

        await batch.RunAsync(cancellationToken);
    }

    private async Task FillAsync(FillRows step, CancellationToken cancellationToken)
    {
        var rules = step
            .Components.SelectMany(component => component.Tables)
            .Select(table => step.Rules[table])
            .Where(rule => rule.Limit > 0)
            .ToList();
        await inRounds.RunAsync([.. rules.Where(rule => !CanBeReadAtOnce(rule.Table))], cancellationToken);
        await reader.ReadAsync(
            rules.Select(rule =>
                CanBeReadAtOnce(rule.Table) ? FillAndRead(rule) : ReadChosen(sample.Table(rule.Table))
            ),
            cancellationToken
        );
        foreach (
            var rule in rules.Where(rule =>
                eligibility.IsPossible(sample.Table(rule.Table))
                && eligibility.TakesAll(sample.Table(rule.Table))
                && sample.IsShort(rule)
            )
        )
            sample[rule.Table].MarkWholeTable();
    }

    /// <summary>
    /// Not within a cycle, which grows in rounds; nor where places may be ambiguous, which shows only when more rows
    /// are read than were chosen.
    /// </summary>
    private bool CanBeReadAtOnce(TableName table) =>
        !sample.Graph.ComponentOf(table).IsCycle && sample.Table(table).ForeignPartitions.IsEmpty;

    private SampleStatement FillAndRead(SampleRule rule)
    {
        var table = sample.Table(rule.Table);
        var rows = sample[rule.Table];
        if (!sample.IsShort(rule) || !eligibility.IsPossible(table))
            return ReadChosen(table);

        // Of these nobody asks whether a row references a chosen one, since they are all chosen.
        var suspects = sample
            .Graph.ReferencesOf(table.Name)
            .Where(key =>
                sample[key.ReferencedTable].IsWholeTable && KeyValues.For(key, sample[key.ReferencedTable]) is not null
            )
            .Take(MostSuspects)
            .ToImmutableArray();
        return new(
            table,
            rows,
            rule.Limit,
            parameters =>
                SamplingSql.RowsAndFirstRows(
                    table,
                    rows.Rows,
                    rule.Limit,
                    statement => eligibility.Conditions(statement, table),
                    statement =>
                        suspects.Select(key =>
                            SamplingSql.Dangles(statement, table, key, KeyValues.For(key, sample[key.ReferencedTable])!)
                        ),
                    parameters
                ),
            suspects,
            KeysOf(table)
        );
    }

    private SampleStatement ReadChosen(Table table) =>
        new(
            table,
            sample[table.Name],
            null,
            parameters => SamplingSql.Rows(table, sample[table.Name], parameters),
            [],
            KeysOf(table)
        );

    private ImmutableHashSet<string> KeysOf(Table table) =>
        referenced.TryGetValue(table.Name, out var columns) ? columns : [];
}
