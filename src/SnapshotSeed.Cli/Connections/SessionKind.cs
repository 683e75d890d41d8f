using Npgsql;

namespace SnapshotSeed.Cli.Connections;

/// <summary>As libpq checks target_session_attrs: after connecting, for one host as for several.</summary>
internal static class SessionKind
{
    private const string Any = "any";

    /// <summary>A preference ends in taking what there is.</summary>
    public static IReadOnlyList<string> InTurn(string? attributes) =>
        attributes switch
        {
            null or "" => [Any],
            "prefer-primary" => ["primary", Any],
            "prefer-standby" => ["standby", Any],
            _ => [attributes],
        };

    /// <exception cref="ToolException">The server is of another kind.</exception>
    public static async Task CheckAsync(NpgsqlConnection connection, string kind, CancellationToken cancellationToken)
    {
        if (kind == Any)
            return;
        await using var command = new NpgsqlCommand(
            "SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only') = 'on'",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (Obstacle(kind, isStandby: reader.GetBoolean(0), isReadOnly: reader.GetBoolean(1)) is { } obstacle)
            throw new ToolException(
                $"target_session_attrs={kind}, but {obstacle}",
                "Name another host, or change target_session_attrs."
            );
    }

    internal static string? Obstacle(string kind, bool isStandby, bool isReadOnly) =>
        kind switch
        {
            "primary" when isStandby => "the server is a standby",
            "standby" when !isStandby => "the server is a primary",
            "read-write" when isReadOnly => "the session is read-only",
            "read-only" when !isReadOnly => "the session is read-write",
            _ => null,
        };
}
