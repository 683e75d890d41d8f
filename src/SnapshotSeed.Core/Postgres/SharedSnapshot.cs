using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>What the transaction of one session sees, for another one to see the same.</summary>
/// <param name="Id">The name by which the other one asks for it.</param>
/// <param name="Identity">
/// The server, by its start, and what is seen of it: behind a pooler or a name of several hosts the other session may be on
/// another server, which may know a snapshot of that name.
/// </param>
internal sealed record SharedSnapshot(string Id, string Identity)
{
    /// <summary>Needs no privilege, writes nothing into the database, and is allowed on a standby.</summary>
    public static readonly Sql Export = $"SELECT pg_catalog.pg_export_snapshot(), {Seen}";

    /// <summary>What a session sees.</summary>
    public static readonly Sql Identify = $"SELECT {Seen}";

    private static Sql Seen =>
        $"pg_catalog.concat(pg_catalog.pg_postmaster_start_time(), ' ', pg_catalog.txid_current_snapshot())";

    /// <summary>Makes a transaction see it, before its first query.</summary>
    public Sql Import => $"SET TRANSACTION SNAPSHOT {Sql.Literal(Id)}";

    public static SharedSnapshot Read(NpgsqlDataReader reader) => new(reader.GetString(0), reader.GetString(1));
}
