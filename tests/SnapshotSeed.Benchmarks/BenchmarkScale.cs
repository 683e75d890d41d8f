namespace SnapshotSeed.Benchmarks;

/// <summary>A size of the fixtures.</summary>
/// <param name="Scale">The setting gallery.scale or platform.scale of their data.sql.</param>
/// <param name="Url">
/// A database that holds the gallery at this scale already; null: it is loaded. Must name host and port.
/// </param>
internal sealed record BenchmarkScale(string Scale, string? Url = null)
{
    /// <summary>Reads <c>SCALE</c> or <c>SCALE=URL</c>.</summary>
    public static BenchmarkScale Parse(string argument) =>
        argument.Split('=', 2) switch
        {
            [var scale, var url] => new BenchmarkScale(scale, url),
            _ => new BenchmarkScale(argument),
        };
}
