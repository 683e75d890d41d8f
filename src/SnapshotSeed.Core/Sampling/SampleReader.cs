using Microsoft.Extensions.Logging;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Fills and reads the tables of a sample, each as soon as what it references is complete. On two sessions those go first that
/// most others wait for, so that nobody waits for the last one; what is read is the same.
/// </summary>
internal sealed class SampleReader(ReadSessions sessions, Sample sample, Eligibility eligibility, ILogger logger)
{
    private readonly TableReadings readings = new(sample, eligibility);

    /// <summary>Reads all tables.</summary>
    /// <param name="steps">The tables, step by step.</param>
    /// <param name="take">Reads all rows of a table. It may be asked to take two tables at the same time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public Task RunAsync(
        IReadOnlyList<FillRows> steps,
        Func<TableRows, CancellationToken, Task> take,
        CancellationToken cancellationToken
    )
    {
        var schedule = new ReadingSchedule(steps, sample);
        var fillings = new Queue<(Filling Filling, List<SampleRule> Tables)>();
        var open = new List<TableReading>();
        return sessions.EachAsync(Next, (session, work, token) => work(session, token), cancellationToken);

        Func<Session, CancellationToken, Task>? Next()
        {
            lock (sample.Gate)
            {
                Begin(schedule.TakeReady());
                if (fillings.TryDequeue(out var fill))
                    return (session, token) => FillAsync(session, fill.Filling, fill.Tables, token);
                var ordered = open.OrderByDescending(reading =>
                        sessions.Count == 1 ? 0 : schedule.Way(reading.Table.Name)
                    )
                    .ThenBy(reading => schedule.Place(reading.Table.Name));
                if (RoundTrips.Of(ordered, reading => reading.Rows).FirstOrDefault() is not { } together)
                    return null;
                open.RemoveAll(together.Contains);
                var left = new Queue<TableReading>(together);
                return (session, token) => ReadAsync(session, left, token);
            }
        }

        // Tables of one step may reference each other: they see what filling has brought there, and not what reading has.
        void Begin(List<SampleRule> ready)
        {
            var filled = ready.FindAll(rule => !readings.CanComplete(rule.Table));
            var filling = new Filling(filled, sample, eligibility, logger);
            if (filling.IsWorthIt && ready.Exists(rule => ReferencesOneOf(rule, filled)))
                filled = ready;
            if (filling.IsWorthIt)
                fillings.Enqueue((filling, filled));
            else
                filled = [];
            open.AddRange(ready.Except(filled).Select(readings.Of));
        }

        async Task FillAsync(Session session, Filling filling, List<SampleRule> tables, CancellationToken token)
        {
            await filling.RunAsync(session, token).ConfigureAwait(false);
            lock (sample.Gate)
                open.AddRange(tables.Select(readings.Of));
        }

        // What is left of them, of which a lost session may have read all.
        async Task ReadAsync(Session session, Queue<TableReading> left, CancellationToken token)
        {
            if (left.Count == 0)
                return;
            List<TextQuery> queries;
            lock (sample.Gate)
                queries = [.. left.Select(reading => reading.ToQuery())];
            await foreach (var result in session.ReadTextAsync(queries, token).ConfigureAwait(false))
            {
                var reading = left.Peek();
                var rows = new TableRows(reading, result);
                await take(rows, token).ConfigureAwait(false);
                lock (sample.Gate)
                {
                    reading.Chosen.Complete(rows.Outcome);
                    schedule.Complete(reading.Table.Name);
                }

                CheckCount(reading, rows.Count);
                left.Dequeue();
            }
        }
    }

    private bool ReferencesOneOf(SampleRule rule, List<SampleRule> others) =>
        sample.KeysBeyond(rule.Table).Any(key => others.Exists(other => other.Table == key.ReferencedTable));

    private static void CheckCount(TableReading reading, long read)
    {
        var (table, chosen) = (reading.Table, reading.Chosen.Count);
        if (read != chosen && !table.ForeignPartitions.IsEmpty)
            throw ForeignPartitions.NotToldApart([
                $"{table.Name}: {chosen} rows were chosen, and {read} have their places",
            ]);
        if (read != chosen)
            throw new InvalidOperationException($"{table.Name}: {chosen} rows were chosen, {read} were read");
    }
}
