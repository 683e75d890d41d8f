namespace SnapshotSeed.Options;

/// <summary>The words of command line and configuration for <see cref="ImportOptions.Adapt"/>.</summary>
internal enum DriftMode
{
    Refuse,
    Adapt,
}
