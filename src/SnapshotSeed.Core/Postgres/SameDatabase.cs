using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>
/// Finds out whether two connections have reached one database, whatever names, proxies and poolers lie between.
/// </summary>
internal static class SameDatabase
{
    // "Seed" in ASCII; the other half of the lock is a session's number, so that others who ask at the same time are
    // not in the way.
    private const int Key = 1399154020;

    /// <summary>What a database and its standbys have in common; NULL where the role may not ask.</summary>
    private static readonly Sql Identifier = $"""
        SELECT pg_catalog.concat(s.system_identifier, '/', d.oid)
        FROM pg_catalog.pg_control_system() s CROSS JOIN pg_catalog.pg_database d
        WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
        """;

    /// <exception cref="StatementException">A server refused to answer.</exception>
    public static async Task<bool> IsAsync(
        NpgsqlConnection first,
        NpgsqlConnection second,
        CancellationToken cancellationToken
    )
    {
        // A pooler that lets one session at a time into a database would let the second one wait for the first.
        if (first.DataSource == second.DataSource && first.Database == second.Database)
            return true;

        // An advisory lock is known throughout one database of one server, and nowhere else.
        await using var holding = await first.BeginTransactionAsync(cancellationToken);
        await using var trying = await second.BeginTransactionAsync(cancellationToken);
        var session = (int)(await AskAsync(first, $"SELECT pg_catalog.pg_backend_pid()", cancellationToken))!;
        Sql tryLock = $"SELECT pg_catalog.pg_try_advisory_xact_lock({Key}, {session})";
        if (
            await AskAsync(first, tryLock, cancellationToken) is true
            && await AskAsync(second, tryLock, cancellationToken) is false
        )
            return true;

        // A standby holds its primary's data under the primary's identifier. (So does a copy of the files that was
        // promoted; that one is a database of its own.)
        return await AskAsync(first, $"SELECT pg_catalog.pg_is_in_recovery()", cancellationToken) is true
            && await IdentifierAsync(first, cancellationToken) is { } identifier
            && identifier == await IdentifierAsync(second, cancellationToken);
    }

    private static async Task<string?> IdentifierAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Sql may = $"SELECT pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'execute')";
        return await AskAsync(connection, may, cancellationToken) is true
            ? await AskAsync(connection, Identifier, cancellationToken) as string
            : null;
    }

    private static async Task<object?> AskAsync(
        NpgsqlConnection connection,
        Sql sql,
        CancellationToken cancellationToken
    )
    {
        await using var command = Commands.ToCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken).OrRefusalAsync();
    }
}
