namespace SnapshotSeed.Benchmarks;

/// <summary>Something did not run, or did not do what it was timed for: then there is no number to report.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
