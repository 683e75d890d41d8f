using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>Whether connections lead to one database, through any names, proxies and poolers.</summary>
internal static class SameDatabase
{
    // "Seed" in ASCII. The other half of the key is a session's number, so simultaneous tests do not collide.
    private const int Key = 1399154020;

    /// <summary>Shared with standbys; NULL if the role may not read it.</summary>
    private static readonly Sql Identifier = $"""
        SELECT pg_catalog.concat(s.system_identifier, '/', d.oid)
        FROM pg_catalog.pg_control_system() s CROSS JOIN pg_catalog.pg_database d
        WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
        """;

    public static async Task<bool> IsAsync(
        NpgsqlConnection first,
        NpgsqlConnection second,
        CancellationToken cancellationToken
    )
    {
        // A pooler that allows one session at a time per database would let the second one wait for the first.
        if (first.DataSource == second.DataSource && first.Database == second.Database)
            return true;

        // An advisory lock is known within one database of one server only.
        await using var holding = await first.BeginTransactionAsync(cancellationToken);
        await using var trying = await second.BeginTransactionAsync(cancellationToken);
        var session = (int)(await AskAsync(first, $"SELECT pg_catalog.pg_backend_pid()", cancellationToken))!;
        Sql tryLock = $"SELECT pg_catalog.pg_try_advisory_xact_lock({Key}, {session})";
        if (
            await AskAsync(first, tryLock, cancellationToken) is true
            && await AskAsync(second, tryLock, cancellationToken) is false
        )
            return true;

        // A standby has its primary's identifier; so has a promoted copy of the files, which is another database.
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
