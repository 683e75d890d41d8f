namespace SnapshotSeed.Testing;

/// <summary>The command line options of a throwaway server.</summary>
internal static class ServerSettings
{
    // Nobody misses this data after a crash. wal_level=minimal lets loads into new tables skip the log; it rules out
    // senders. Dynamic shared memory as files in the server's own folder vanishes with it; elsewhere a killed server's
    // would stay.
    private static readonly Dictionary<string, string> Defaults = new(StringComparer.Ordinal)
    {
        ["dynamic_shared_memory_type"] = "mmap",
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
        ["max_connections"] = "100",
        ["max_wal_senders"] = "0",
        ["synchronous_commit"] = "off",
        ["wal_level"] = "minimal",
    };

    internal static IEnumerable<string> ToArguments(IReadOnlyDictionary<string, string> settings, int port, bool useTcp)
    {
        var merged = new SortedDictionary<string, string>(Defaults, StringComparer.Ordinal);
        foreach (var (name, value) in settings)
            merged[name] = value;
        merged["listen_addresses"] = useTcp ? "127.0.0.1" : "";
        merged["port"] = FormattableString.Invariant($"{port}");
        return merged.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" });
    }
}
