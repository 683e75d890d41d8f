using System.Data;
using Npgsql;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Partitions that are foreign tables. Their rows are found by their places too: postgres_fdw passes on the ctid of the
/// table behind it, whose snapshot lasts as long as ours. Other wrappers give every row the same ctid or none, and so
/// may views and partitioned tables on the other server.
/// </summary>
internal static class ForeignPartitions
{
    private const string Savepoint = "foreign_partition";

    /// <exception cref="SnapshotSeedException">
    /// A partition cannot be reached, or its first rows have no ctid of their own.
    /// </exception>
    public static async Task CheckAsync(
        IEnumerable<Table> tables,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        var problems = new List<string>();
        foreach (
            var (table, partition) in tables.SelectMany(table =>
                table.ForeignPartitions.Select(partition => (table.Name, partition.Name))
            )
        )
        {
            await transaction.SaveAsync(Savepoint, cancellationToken);
            try
            {
                if (
                    await Questions.AskAsync<bool>(
                        connection,
                        [SamplingSql.HaveDistinctPlaces(partition)],
                        cancellationToken
                    )
                    is [false]
                )
                    problems.Add($"{table}: several rows of its partition {partition} have one ctid");
                await transaction.ReleaseAsync(Savepoint, cancellationToken);
            }
            catch (PostgresException e)
                when (e.SqlState is not (PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.SerializationFailure)
                    && connection.State == ConnectionState.Open
                )
            {
                problems.Add(
                    $"{table}: its partition {partition} refuses to tell the ctid of its rows: {PostgresMessage.WithoutValues(e)}"
                );
                await transaction.RollbackAsync(Savepoint, cancellationToken);
            }
        }

        if (problems.Count > 0)
            throw NotToldApart(problems);
    }

    public static SnapshotSeedException NotToldApart(IReadOnlyCollection<string> problems) =>
        SnapshotSeedException.ForProblems(
            "rows of partitions that are foreign tables cannot be told apart",
            problems,
            "Such a partition has to be a table behind postgres_fdw, neither a view nor partitioned there. Check its server and the role's user mapping, or leave the table out with --exclude."
        );
}
