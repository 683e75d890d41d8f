using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace SnapshotSeed.Testing;

/// <summary>Runs SQL files that are written for psql, without psql.</summary>
public static class SqlScript
{
    /// <summary>
    /// Runs a script statement by statement, each on its own as psql does: a script that wants to be all or nothing
    /// says BEGIN and COMMIT. Lines that start with a backslash (psql's meta commands) are skipped, <c>:'name'</c>
    /// becomes the variable's quoted value. Everything else reaches the server as it is written. COPY FROM STDIN is not
    /// supported.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="variables">
    /// The variables. Default: none. An unknown name stays as written, which the server refuses.
    /// </param>
    /// <param name="cancellationToken">Stops after cancelling the running statement.</param>
    /// <returns>A task that ends with the last statement.</returns>
    /// <exception cref="SqlScriptException">A statement failed.</exception>
    public static async Task RunAsync(
        NpgsqlConnection connection,
        string path,
        IReadOnlyDictionary<string, string>? variables = null,
        CancellationToken cancellationToken = default
    )
    {
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        var statements = new SqlScriptParser(text, variables ?? ImmutableDictionary<string, string>.Empty).Statements();
        await using var command = Verbatim(connection);
        foreach (var statement in statements)
        {
            command.CommandText = statement.Text;
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException exception)
            {
                throw new SqlScriptException(path, LineOf(exception, statement), exception);
            }
        }
    }

    // Npgsql takes text without parameters apart at semicolons, the body of a BEGIN ATOMIC function included. A
    // positional parameter makes it send the text unread; PostgreSQL does not mind that no statement uses it.
    private static NpgsqlCommand Verbatim(NpgsqlConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = 0 });
        return command;
    }

    private static int LineOf(PostgresException exception, SqlStatement statement)
    {
        var position = Math.Clamp(exception.Position - 1, 0, statement.Text.Length);
        return statement.Line + statement.Text.AsSpan(0, position).Count('\n');
    }
}
