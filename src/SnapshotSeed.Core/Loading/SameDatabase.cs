using Npgsql;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Loading;

/// <summary>
/// Finds out whether two connections have reached one database, whatever names, proxies and poolers lie between.
/// </summary>
internal static class SameDatabase
{
    // "Seed" in ASCII; the other half of the lock is a session's number, so that others who ask at the same time are
    // not in the way.
    private const int Key = 1399154020;

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
        var session = await AskAsync(first, "SELECT pg_catalog.pg_backend_pid()", cancellationToken);
        if (
            await AskAsync(first, $"SELECT pg_catalog.pg_try_advisory_xact_lock({Key}, {session})", cancellationToken)
                is true
            && await AskAsync(
                second,
                $"SELECT pg_catalog.pg_try_advisory_xact_lock({Key}, {session})",
                cancellationToken
            )
                is false
        )
            return true;

        // A standby holds its primary's data under the primary's identifier. (So does a copy of the files that was
        // promoted; that one is a database of its own.)
        return await AskAsync(first, "SELECT pg_catalog.pg_is_in_recovery()", cancellationToken) is true
            && await IdentifierAsync(first, cancellationToken) is { } identifier
            && identifier == await IdentifierAsync(second, cancellationToken);
    }

    /// <summary>The cluster's identifier and the database's oid; null where the role may not ask.</summary>
    private static async Task<string?> IdentifierAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    ) =>
        await AskAsync(
            connection,
            "SELECT pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'execute')",
            cancellationToken
        )
            is true
            ? await AskAsync(connection, CatalogSql.Identifier, cancellationToken) as string
            : null;

    private static async Task<object?> AskAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.NewCommand(sql);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
