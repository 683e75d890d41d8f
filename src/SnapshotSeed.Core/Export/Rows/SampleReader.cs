using Microsoft.Extensions.Logging;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Fill;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Rows;

/// <summary>
/// Fills and reads the tables of a sample, each as soon as what it references is complete. On two sessions those go first that
/// most others wait for, so that nobody waits for the last one; what is read is the same.
/// </summary>
/// <param name="sessions">Where from.</param>
/// <param name="sample">As it was chosen.</param>
/// <param name="eligibility">Which rows may be taken.</param>
/// <param name="take">Reads all rows of a table. It may be asked to take two tables at the same time.</param>
/// <param name="logger">Receives diagnostics.</param>
internal sealed class SampleReader(
    ReadSessions sessions,
    Sample sample,
    EligibleRows eligibility,
    Func<TableRows, CancellationToken, Task> take,
    ILogger logger
)
{
    private readonly ReadingSchedule schedule = new(sample);
    private readonly ReadingPlanner readings = new(sample, eligibility);
    private readonly Queue<(CycleFill Filling, List<SampleRule> Tables)> fillings = new();
    private readonly List<TableReading> open = [];

    /// <summary>Reads all tables.</summary>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        sessions.EachAsync(Next, (session, work, token) => work(session, token), cancellationToken);

    private Func<Session, CancellationToken, Task>? Next()
    {
        lock (sample.Gate)
        {
            Begin(schedule.TakeReady());
            if (fillings.TryDequeue(out var fill))
                return (session, token) => FillAsync(session, fill.Filling, fill.Tables, token);
            var ordered = open.OrderByDescending(reading => sessions.Count == 1 ? 0 : schedule.Way(reading.Table.Name))
                .ThenBy(reading => schedule.Place(reading.Table.Name));
            if (RoundTrips.Of(ordered, reading => reading.Rows).FirstOrDefault() is not { } together)
                return null;
            open.RemoveAll(together.Contains);
            var left = new Queue<TableReading>(together);
            return (session, token) => ReadAsync(session, left, token);
        }
    }

    // Tables of one step may reference each other: they see what filling has brought there, and not what reading has.
    private void Begin(List<SampleRule> ready)
    {
        var filled = ready.FindAll(rule => !readings.CanComplete(rule.Table));
        var filling = new CycleFill(filled, sample, eligibility, logger);
        var waiting =
            !filling.IsWorthIt ? []
            : ready.Exists(rule => ReferencesOneOf(rule, filled)) ? ready
            : filled;
        if (filling.IsWorthIt)
            fillings.Enqueue((filling, waiting));
        open.AddRange(ready.Except(waiting).Select(readings.Of));
    }

    private async Task FillAsync(
        Session session,
        CycleFill filling,
        List<SampleRule> tables,
        CancellationToken cancellationToken
    )
    {
        await filling.RunAsync(session, cancellationToken);
        lock (sample.Gate)
            open.AddRange(tables.Select(readings.Of));
    }

    // What is left of them, of which a lost session may have read all.
    private async Task ReadAsync(Session session, Queue<TableReading> left, CancellationToken cancellationToken)
    {
        if (left.Count == 0)
            return;
        List<TextQuery> queries;
        lock (sample.Gate)
            queries = [.. left.Select(reading => reading.ToQuery())];
        await foreach (var result in session.ReadTextAsync(queries, cancellationToken))
        {
            var reading = left.Peek();
            var rows = new TableRows(reading, result);
            await take(rows, cancellationToken);
            lock (sample.Gate)
            {
                reading.Chosen.Complete(rows.Outcome);
                schedule.Complete(reading.Table.Name);
            }

            CheckCount(reading, rows.Count);
            left.Dequeue();
        }
    }

    private bool ReferencesOneOf(SampleRule rule, List<SampleRule> others) =>
        sample.KeysBeyond(rule.Table).Any(key => others.Exists(other => other.Table == key.ReferencedTable));

    private static void CheckCount(TableReading reading, long read)
    {
        var (table, chosen) = (reading.Table, reading.Chosen.Count);
        if (read != chosen && !table.ForeignPartitions.IsEmpty)
            throw ForeignPartitionCheck.NotToldApart([
                $"{table.Name}: {chosen} rows were chosen, and {read} have their places",
            ]);
        if (read != chosen)
            throw new InvalidOperationException($"{table.Name}: {chosen} rows were chosen, {read} were read");
    }
}
