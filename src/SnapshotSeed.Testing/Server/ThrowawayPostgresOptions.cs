using System.Collections.Immutable;

namespace SnapshotSeed.Testing;

/// <summary>How a throwaway server is started.</summary>
public sealed record ThrowawayPostgresOptions
{
    /// <summary>The server programs. Default: what <see cref="PostgresBinaries.Find"/> finds.</summary>
    public PostgresBinaries? Binaries { get; init; }

    /// <summary>
    /// Server settings on top of, or instead of, those that trade durability for speed (fsync off and the like).
    /// Default: none. Port and addresses are the server's own business.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// Listen on a free port of the loopback interface as well as on the Unix socket. Default: true.
    /// Without it connection strings and URLs name the socket's folder.
    /// </summary>
    public bool UseTcp { get; init; } = true;

    /// <summary>
    /// Keep the server's files in memory, in /dev/shm, where that has 2 GB to spare; otherwise they are in the folder
    /// for temporary files. Default: true, because cloning a database means creating some 300 files, which a disk may
    /// take ten times as long for. Switch it off for data that may outgrow the memory.
    /// </summary>
    public bool PreferMemory { get; init; } = true;

    /// <summary>
    /// A folder in which the server's data stays for the next server that is started with the same folder. The server
    /// itself still ends with this process. One server at a time may use it. Default: none, everything is removed.
    /// </summary>
    public string? KeepIn { get; init; }
}
