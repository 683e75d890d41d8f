using System.Globalization;

namespace SnapshotSeed.Benchmarks;

/// <summary>
/// What each number may be at most. Ratios are to psql in the same rounds, so they hold on a slow machine too.
/// </summary>
internal static class BenchmarkBounds
{
    /// <summary>A large sample is at most as slow as a script that someone wrote by hand for these very tables.</summary>
    public const double LargeExport = 1;

    /// <summary>A hundred rows a table of the largest gallery, to the same of the smallest one.</summary>
    public const double Growth = 1.3;

    public const double SmallImport = 1.4;

    public const double SmallImportAgain = 1.5;

    public const double LargeImport = 1.5;

    public const double LargeImportAgain = 2;

    /// <summary>Ids that the database assigns, to ids that are kept.</summary>
    public const double Assignment = 1.3;

    /// <summary>No start of a program on our side.</summary>
    public const double LibraryImport = 2;

    public const double Clone = 1.2;

    /// <summary>Whatever pools still hold it.</summary>
    public static readonly TimeSpan Drop = TimeSpan.FromMilliseconds(15);

    /// <summary>Well under a second.</summary>
    public static readonly TimeSpan Reset = TimeSpan.FromMilliseconds(500);

    public const double MebibytesOfMemory = 300;

    // Catalog, transaction and the like, whatever the tables are.
    private const int RoundTripsOfAnyExport = 10;
    private const int RoundTripsOfALevel = 2;

    /// <summary>
    /// A hundred rows a table, connected, to the first rows of each table for itself. A small gallery is dominated by the
    /// tool's start.
    /// </summary>
    public static double SmallExport(Source source) =>
        source.Kind switch
        {
            FixtureKind.Platform => 6,
            _ when double.Parse(source.Scale, CultureInfo.InvariantCulture) < 1 => 6.5,
            _ => 5,
        };

    public static int RoundTrips(int depth) => RoundTripsOfALevel * depth + RoundTripsOfAnyExport;
}
