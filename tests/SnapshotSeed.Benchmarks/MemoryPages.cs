using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SnapshotSeed.Benchmarks;

/// <summary>
/// What a page of memory costs that is touched for the first time: what a new session of PostgreSQL pays for each page that it looks
/// at. Virtual machines differ by a factor of thirty in it, and huge pages take it away.
/// </summary>
internal static class MemoryPages
{
    private const int Size = 4096;
    private const int Count = 8192;

    /// <summary>As a sentence.</summary>
    public static string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"The first touch of a page takes {FirstTouch().TotalMicroseconds:0.0} µs here; PostgreSQL has {HugePages()} huge pages to take."
        );

    private static TimeSpan FirstTouch()
    {
        var memory = Marshal.AllocHGlobal(Count * Size);
        try
        {
            var watch = Stopwatch.StartNew();
            for (var page = 0; page < Count; page++)
                Marshal.WriteByte(memory, page * Size, 1);
            return watch.Elapsed / Count;
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }

    private static string HugePages()
    {
        const string Information = "/proc/meminfo";
        const string Name = "HugePages_Total:";
        return
            File.Exists(Information)
            && File.ReadLines(Information).FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal))
                is { } line
            ? line[Name.Length..].Trim()
            : "no";
    }
}
