namespace SnapshotSeed.Benchmarks;

/// <summary>The same thing done by the tool and by psql, in the same rounds.</summary>
internal sealed class Comparison
{
    public Measurement Ours { get; } = new();

    public Measurement Psql { get; } = new();
}
