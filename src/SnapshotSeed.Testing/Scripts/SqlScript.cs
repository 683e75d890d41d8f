using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace SnapshotSeed.Testing;

/// <summary>Runs SQL files without psql.</summary>
public static partial class SqlScript
{
    /// <summary>
    /// Runs a script one statement at a time, as psql does, and sends it unchanged. A script that must be all or
    /// nothing contains BEGIN and COMMIT. Not supported are psql's commands and variables, COPY FROM STDIN, nested
    /// comments, and <c>END;</c> of a CASE within BEGIN ATOMIC.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="settings">
    /// Settings of the session, which the script reads with <c>current_setting('app.name')</c>. Default: none.
    /// </param>
    /// <param name="cancellationToken">Cancels the running statement and stops.</param>
    /// <returns>A task that ends with the last statement.</returns>
    /// <exception cref="SqlScriptException">A statement failed.</exception>
    public static async Task RunAsync(
        NpgsqlConnection connection,
        string path,
        IReadOnlyDictionary<string, string>? settings = null,
        CancellationToken cancellationToken = default
    )
    {
        var script = await File.ReadAllTextAsync(path, cancellationToken);
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            await SetAsync(connection, name, value, cancellationToken);
        await using var command = Verbatim(connection);
        foreach (var statement in Statements(script))
        {
            command.CommandText = script[statement];
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException exception)
            {
                var place = statement.Start.Value + Math.Max(exception.Position - 1, 0);
                var line = 1 + script.AsSpan(0, Math.Min(place, script.Length)).Count('\n');
                throw new SqlScriptException(path, line, exception);
            }
        }
    }

    private static async Task SetAsync(
        NpgsqlConnection connection,
        string name,
        string value,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.set_config($1, $2, false)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Npgsql splits text without parameters at semicolons, even in a BEGIN ATOMIC function; with a positional one,
    // which no statement needs to use, it sends the text unread. A whole script would go as one pipeline, which allows
    // neither VACUUM nor a new enum value, and does not tell which statement failed.
    private static NpgsqlCommand Verbatim(NpgsqlConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = 0 });
        return command;
    }

    // A statement begins at its first word. That line is named if the server names no position.
    private static IEnumerable<Range> Statements(string script)
    {
        var (start, depth) = (0, 0);
        foreach (Match token in Tokens().Matches(script))
        {
            depth += token.Value switch
            {
                "(" => 1,
                ")" => -1,
                _ => 0,
            };
            if (token is not { Length: 0 } && (token.Value != ";" || depth > 0))
                continue;
            start += Blanks().Match(script, start, token.Index - start).Length;
            if (start < token.Index)
                yield return start..token.Index;
            (start, depth) = (token.Index + 1, 0);
        }
    }

    // Semicolons do not end a statement within comments, quotes, dollar quotes, the body of a function or parentheses.
    [GeneratedRegex(
        """
            --[^\n]* | /\*.*?\*/ | (?<!\w)[eE]'(?:\\.|''|[^\\'])*' | '[^']*' | "[^"]*" | (?<![\w$])(\$\w*\$).*?\1
            | \b(?i:BEGIN\s+ATOMIC\b.*?\bEND)\s*(?=;) | [();] | \z
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline
    )]
    private static partial Regex Tokens();

    [GeneratedRegex(@"^(?:\s|--[^\n]*|/\*.*?\*/)*", RegexOptions.Singleline)]
    private static partial Regex Blanks();
}
