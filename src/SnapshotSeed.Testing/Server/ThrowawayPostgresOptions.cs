using System.Collections.Immutable;

namespace SnapshotSeed.Testing;

/// <summary>How to start a throwaway server.</summary>
public sealed record ThrowawayPostgresOptions
{
    /// <summary>The server programs. Default: those that <see cref="PostgresBinaries.Find"/> finds.</summary>
    public PostgresBinaries? Binaries { get; init; }

    /// <summary>
    /// Server settings. They override the defaults, which trade durability for speed (such as fsync off). Default:
    /// none. Port and addresses cannot be set.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// Whether to listen on a free port of the loopback interface, besides the Unix socket. Default: true. Otherwise
    /// connection strings and URLs name the socket's folder.
    /// </summary>
    public bool UseTcp { get; init; } = true;

    /// <summary>
    /// Whether to keep the server's files in /dev/shm if that has 2 GB free; otherwise they are in the folder for
    /// temporary files. Default: true, because a clone creates about 300 files, which takes ten times as long on some
    /// disks. Set false for data that may exceed the memory.
    /// </summary>
    public bool PreferMemory { get; init; } = true;

    /// <summary>
    /// A folder that keeps the server's data for the next server that is started with it. The server itself still ends
    /// with this process. One server at a time may use the folder. Default: none; all data is removed.
    /// </summary>
    public string? KeepIn { get; init; }
}
