namespace SnapshotSeed.Testing;

internal static class ServerSettings
{
    // This data need not survive a crash. wal_level=minimal lets loads into new tables skip the log, and excludes WAL
    // senders. With mmap, dynamic shared memory is a file in the server's folder and is removed with it; otherwise it
    // would remain after a kill.
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
