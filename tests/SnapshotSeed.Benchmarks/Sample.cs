namespace SnapshotSeed.Benchmarks;

/// <summary>How many rows a table are moved, and how often that is measured.</summary>
/// <param name="Limit">Rows a table.</param>
/// <param name="Rounds">Rounds that count.</param>
/// <param name="WarmUps">Rounds before those, which do not.</param>
internal sealed record Sample(int Limit, int Rounds, int WarmUps)
{
    /// <summary>Runs of a tenth of a second: fewer rounds, and the medians of psql differ twofold from run to run.</summary>
    public static Sample Small { get; } = new(100, Rounds: 15, WarmUps: 2);

    /// <summary>Runs of a second or two.</summary>
    public static Sample Medium { get; } = new(0, Rounds: 5, WarmUps: 1);

    /// <summary>Whoever is the first to read most of a database waits for the disk.</summary>
    public static Sample Large { get; } = new(100_000, Rounds: 3, WarmUps: 1);
}
