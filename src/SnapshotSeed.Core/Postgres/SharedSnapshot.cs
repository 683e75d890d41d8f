using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>
/// <paramref name="Identity"/> is the server's start time and its running transactions: a pooler or several host names
/// may lead to another server, which may have a snapshot of the same name.
/// </summary>
internal sealed record SharedSnapshot(string Id, string Identity)
{
    /// <summary>Needs no privilege, writes nothing and works on a standby.</summary>
    public static readonly Sql Export = $"SELECT pg_catalog.pg_export_snapshot(), {Seen}";

    public static readonly Sql Identify = $"SELECT {Seen}";

    private static Sql Seen =>
        $"pg_catalog.concat(pg_catalog.pg_postmaster_start_time(), ' ', pg_catalog.txid_current_snapshot())";

    /// <summary>Must precede the transaction's first query.</summary>
    public Sql Import => $"SET TRANSACTION SNAPSHOT {Sql.Literal(Id)}";

    public static SharedSnapshot Read(NpgsqlDataReader reader) => new(reader.GetString(0), reader.GetString(1));
}
