using System.Globalization;
using Npgsql;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// Another session that holds locks in an open transaction, so that whoever needs them can be met in the middle of its
/// work.
/// </summary>
internal sealed class Holder : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private Holder(TestDatabase database, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        this.database = database;
        this.connection = connection;
        this.transaction = transaction;
    }

    public static async Task<Holder> TakeAsync(TestDatabase database, string sql)
    {
        var connection = await database.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await TestSql.ExecuteAsync(connection, sql);
        return new Holder(database, connection, transaction);
    }

    /// <summary>The process ids of the sessions that wait for this one.</summary>
    public async Task<List<string>> WaitForVictimsAsync(int count = 1)
    {
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT pid FROM pg_stat_activity WHERE {connection.ProcessID} = ANY (pg_blocking_pids(pid))"
        );
        List<string> victims = [];
        await Wait.UntilAsync(
            $"{count} sessions wait for the lock",
            async () =>
            {
                victims = [.. (await database.RowsAsync(sql)).Select(row => row[0]!)];
                return victims.Count >= count;
            }
        );
        return victims;
    }

    /// <summary>Runs another statement in the same transaction.</summary>
    public Task ExecuteAsync(string sql) => TestSql.ExecuteAsync(connection, sql);

    /// <summary>Runs a statement that has to wait for another session, and returns when it does.</summary>
    /// <returns>The statement, still waiting.</returns>
    public async Task<Task> BeginToWaitAsync(string sql)
    {
        var statement = ExecuteAsync(sql);
        var blocked = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT cardinality(pg_blocking_pids({connection.ProcessID})) > 0"
        );
        await Wait.UntilAsync(
            $"{sql} waits",
            async () => statement.IsCompleted || await database.ScalarAsync(blocked) == "t"
        );
        Assert.False(statement.IsCompleted, $"{sql} did not have to wait");
        return statement;
    }

    public Task ReleaseAsync() => transaction.RollbackAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
