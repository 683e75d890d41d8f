using SnapshotSeed.Import.Execute;
using SnapshotSeed.Matching;
using SnapshotSeed.Postgres;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>Writes some rows to see whether the server takes them.</summary>
internal sealed class TrialInsert(LoadState state)
{
    /// <param name="missing">The rows to insert.</param>
    /// <param name="different">The rows to update.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Why they are refused, which leaves no trace; null if they are written.</returns>
    public async Task<StatementException?> RunAsync(
        IEnumerable<(TableLoad Load, TsvRows Rows)> missing,
        IEnumerable<(TableLoad Load, TsvRows Rows)> different,
        CancellationToken cancellationToken
    )
    {
        var (inserts, updates) = (Sources(missing), Sources(different.Where(table => table.Rows.Count > 0)));
        if (inserts.Count + updates.Count == 0)
            return null;
        var session = state.Session;
        var attempt = await session.TryAsync(
            async () =>
            {
                await session.ExecuteAsync(session.ToOwnSearchPath, cancellationToken);
                await session.ExecuteAsync(
                    inserts is [{ Load: { Table.HasInsertRules: true } load, Source: var source }]
                        ? InsertSql.Statement(load, source)
                        : InsertSql.Write(inserts, updates),
                    inserts.Concat(updates).First().Load.Table.Name.ToString(),
                    cancellationToken
                );
                await session.ExecuteAsync(Session.ToPinnedSearchPath, cancellationToken);
                return true;
            },
            cancellationToken
        );
        return attempt.Refusal;
    }

    private List<(TableLoad Load, Sql Source)> Sources(IEnumerable<(TableLoad Load, TsvRows Rows)> tables) =>
        [.. tables.Select(table => (table.Load, FileRowsSql.FromParameters(table.Load, table.Rows, state.Ids)))];
}
