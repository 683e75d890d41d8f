using System.Data;
using Npgsql;
using SnapshotSeed.Export;
using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// The connection that a user of the library lends goes back as it came, whatever happened meanwhile.
/// </summary>
[Collection(OneServer.Name)]
public sealed class CallersConnection(PostgresFixture postgres)
{
    // Own settings, temporary tables, advisory locks of the session.
    private const string Traces = """
        SELECT (SELECT count(*) FROM pg_settings WHERE source = 'session' AND name NOT LIKE 'transaction%'), (SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()),
            (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory')
        """;

    [SkippableTheory]
    [InlineData("export")]
    [InlineData("plan of an export")]
    [InlineData("import")]
    [InlineData("plan of an import")]
    [InlineData("verify")]
    public async Task Has_no_transaction_and_no_trace_after_a_cancellation_at_any_statement(string what)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        var (statements, cancelled) = (0, 0);
        bool isReached;
        do
        {
            using var cancellation = new CancellationTokenSource();
            await using var connection = await new StatementLog(CancelAt(statements + 1, cancellation)).OpenAsync(
                what == "export" ? shop.Source : shop.Target
            );

            var error = await Record.ExceptionAsync(() => RunAsync(what, connection, shop.Folder, cancellation.Token));

            // A statement may be through before its cancellation arrives.
            isReached = cancellation.IsCancellationRequested;
            if (isReached)
                statements++;
            if (error is not null)
            {
                cancelled++;
                Assert.IsAssignableFrom<OperationCanceledException>(error);
            }

            if (connection.State != ConnectionState.Open)
                await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await TestSql.ExecuteAsync(connection, "CREATE TABLE probe ()");
            await using var traces = new NpgsqlCommand(Traces, connection);
            await using var reader = await traces.ExecuteReaderAsync();
            Assert.True(await reader.ReadAsync());
            Assert.Equal((0, 0, 0), (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
        } while (isReached);

        Assert.InRange(statements, 3, 200);
        Assert.NotEqual(0, cancelled);
    }

    [SkippableTheory]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("verify")]
    public async Task May_have_a_command_timeout_which_waiting_for_a_lock_does_not_count_for(string what)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        var database = what == "export" ? shop.Source : shop.Target;
        await using var holder = await Holder.TakeAsync(database, "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.ConnectionString)
            {
                CommandTimeout = 1,
                Pooling = false,
            }.ConnectionString
        );
        await connection.OpenAsync();

        var run = RunAsync(what, connection, shop.Folder, CancellationToken.None);
        await holder.WaitForVictimsAsync();
        await Task.WhenAny(run, Task.Delay(1_500));
        await holder.ReleaseAsync();

        await run;
    }

    private static Action<int> CancelAt(int statement, CancellationTokenSource cancellation) =>
        count =>
        {
            if (count >= statement)
                cancellation.Cancel();
        };

    private static Task RunAsync(
        string what,
        NpgsqlConnection connection,
        string folder,
        CancellationToken cancellationToken
    ) =>
        what switch
        {
            "export" => new ExportRun(connection).ExportAsync(folder, new ExportOptions(), cancellationToken),
            "plan of an export" => new ExportRun(connection).PlanAsync(new ExportOptions(), cancellationToken),
            "import" => new ImportRun(connection).ImportAsync(folder, new ImportOptions(), cancellationToken),
            "plan of an import" => new ImportRun(connection).PlanAsync(folder, new ImportOptions(), cancellationToken),
            _ => new ImportRun(connection).VerifyAsync(folder, new ImportOptions(), cancellationToken),
        };
}
