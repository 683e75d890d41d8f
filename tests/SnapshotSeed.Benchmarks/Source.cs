namespace SnapshotSeed.Benchmarks;

/// <summary>A database to export from.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Scale">The scale of its data.</param>
/// <param name="Url">As psql and the tool take it.</param>
internal sealed record Source(FixtureKind Kind, string Scale, string Url)
{
    /// <summary>For people.</summary>
    public string Title => $"{Kind.ToString().ToLowerInvariant()} {Scale}";

    /// <summary>For file names.</summary>
    public string Name => $"{Kind.ToString().ToLowerInvariant()}-{Scale}";
}
