using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>The exported snapshot of a transaction, with which another session sees the same rows.</summary>
/// <param name="Id">The snapshot's name.</param>
/// <param name="Identity">
/// The server's start time and its running transactions. A pooler or several host names may lead the other session to
/// another server, which may have a snapshot of the same name.
/// </param>
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
