namespace SnapshotSeed.Benchmarks;

/// <summary>Which fixture a database holds: what it may take depends on that.</summary>
internal enum FixtureKind
{
    Gallery,
    Platform,
}
