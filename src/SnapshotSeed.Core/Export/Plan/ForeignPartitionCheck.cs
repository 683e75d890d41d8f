using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

/// <summary>
/// postgres_fdw passes on the ctid of the table behind it, whose snapshot lasts as long as ours. Other wrappers give
/// every row the same ctid or none, and so may views and partitioned tables on the other server.
/// </summary>
internal static class ForeignPartitionCheck
{
    private const int RowsLookedAt = 1_000;

    /// <exception cref="SnapshotSeedException">A partition is unreachable, or its rows have no own ctid.</exception>
    public static async Task CheckAsync(IEnumerable<Table> tables, Session session, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var table in tables)
        {
            foreach (var partition in table.ForeignPartitions)
            {
                if (await ProblemAsync(partition.Name, session, cancellationToken) is { } problem)
                    problems.Add($"{table.Name}: {problem}");
            }
        }

        if (problems.Count > 0)
            throw Ambiguous(problems);
    }

    public static SnapshotSeedException Ambiguous(IReadOnlyCollection<string> problems) =>
        SnapshotSeedException.ForProblems(
            "cannot identify the rows of foreign partitions",
            problems,
            $"Use postgres_fdw with an ordinary table behind it, not a view or a partitioned table. Check its "
                + $"server and the user mapping of the role, or exclude the table with {Setting.Exclude}."
        );

    private static async Task<string?> ProblemAsync(
        TableName partition,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var attempt = await session.TryAsync(
            () => session.ValueAsync<bool>(HaveDistinctPlaces(partition), cancellationToken),
            IsOfThePartition,
            cancellationToken
        );
        return attempt switch
        {
            { Refusal: { } refusal } => $"partition {partition} does not show the ctid of its rows: {refusal.Message}",
            { Answer: false } => $"several rows of partition {partition} have the same ctid",
            _ => null,
        };
    }

    /// <summary>An error of the other server is about the partition. A canceled query is not.</summary>
    private static bool IsOfThePartition(StatementException e) =>
        e.SqlState is not (PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.SerializationFailure);

    private static Sql HaveDistinctPlaces(TableName partition) =>
        $"SELECT count(*) = count(DISTINCT f.ctid) FROM (SELECT ctid FROM {partition} LIMIT {RowsLookedAt}) f";
}
