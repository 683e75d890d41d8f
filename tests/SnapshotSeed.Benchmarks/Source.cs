namespace SnapshotSeed.Benchmarks;

/// <summary>A database to export from.</summary>
/// <param name="Scale">The scale of its data, for people and for file names.</param>
/// <param name="Url">As psql and the tool take it.</param>
internal sealed record Source(string Scale, string Url);
