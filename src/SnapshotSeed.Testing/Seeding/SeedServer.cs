using System.Globalization;
using Npgsql;

namespace SnapshotSeed.Testing;

internal sealed class SeedServer
{
    // A poll takes a millisecond. Sessions that are left after that are ended by force.
    private const int MostPolls = 200;

    private readonly string connectionString;
    private readonly NpgsqlDataSource administration;
    private string? strategy;

    public SeedServer(string connectionString)
    {
        this.connectionString = connectionString;

        // Enough connections for parallel tests; they close soon afterwards.
        administration = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString)
            {
                MaxPoolSize = 10,
                CommandTimeout = 0,
            }.ConnectionString
        );
    }

    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;

    /// <summary>Outside the pool.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string? database, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        if (database is not null)
            builder.Database = database;
        var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = administration.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first column of a query with one parameter.</summary>
    public async Task<List<string>> TextsAsync(string sql, string argument, CancellationToken cancellationToken)
    {
        await using var command = administration.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = argument });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var texts = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            texts.Add(reader.GetString(0));
        return texts;
    }

    /// <summary>The template must have no connections.</summary>
    public async Task CloneAsync(string template, string name, CancellationToken cancellationToken)
    {
        strategy ??= await StrategyAsync(cancellationToken);
        await ExecuteAsync(
            $"CREATE DATABASE {QuotedSql.Identifier(name)} TEMPLATE {QuotedSql.Identifier(template)}{strategy}",
            cancellationToken
        );
    }

    /// <summary>If checkpoints are cheap, copying files takes half the time of the default since 15.</summary>
    private async Task<string> StrategyAsync(CancellationToken cancellationToken) =>
        (
            await TextsAsync(
                "SELECT 'files' WHERE current_setting($1) = 'off' AND current_setting('server_version_num')::integer >= 150000",
                "fsync",
                cancellationToken
            )
        ).Count > 0
            ? " STRATEGY FILE_COPY"
            : "";

    /// <summary>DROP DATABASE WITH (FORCE) alone waits for sessions in steps of 100 milliseconds.</summary>
    public async Task DropAsync(string database, CancellationToken cancellationToken)
    {
        await EndSessionsAsync(database, cancellationToken);
        await ExecuteAsync($"DROP DATABASE IF EXISTS {QuotedSql.Identifier(database)} WITH (FORCE)", cancellationToken);
    }

    /// <summary>Ends all sessions of a database and waits until they are gone.</summary>
    public async Task EndSessionsAsync(string database, CancellationToken cancellationToken)
    {
        const string sessions = "FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'";
        var open = await TextsAsync($"SELECT pg_terminate_backend(pid)::text {sessions}", database, cancellationToken);
        for (var poll = 0; open.Count > 0 && poll < MostPolls; poll++)
        {
            await Task.Delay(1, cancellationToken);
            open = await TextsAsync($"SELECT pid::text {sessions}", database, cancellationToken);
        }
    }

    /// <summary>The settings that ALTER DATABASE made, as statements for another database.</summary>
    public async Task<List<string>> SettingsAsync(string database, CancellationToken cancellationToken)
    {
        var settings = await TextsAsync(
            """
            SELECT s.setting
            FROM pg_db_role_setting r
            JOIN pg_database d ON d.oid = r.setdatabase
            CROSS JOIN LATERAL unnest(r.setconfig) s (setting)
            WHERE d.datname = $1 AND r.setrole = 0
            """,
            database,
            cancellationToken
        );
        return settings.ConvertAll(setting =>
        {
            var (name, value) = (setting[..setting.IndexOf('=')], setting[(setting.IndexOf('=') + 1)..]);

            // Lists are stored as they were written, with their own quotes.
            var isList = value.Contains(',') || value.Contains('"');
            return string.Create(
                CultureInfo.InvariantCulture,
                $"SET {QuotedSql.Identifier(name)} TO {(isList ? value : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'")}"
            );
        });
    }

    public ValueTask DisposeAsync() => administration.DisposeAsync();
}
