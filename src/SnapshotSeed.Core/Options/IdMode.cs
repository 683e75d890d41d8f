namespace SnapshotSeed.Options;

/// <summary>The words of command line and configuration for <see cref="ImportOptions.AssignIds"/>.</summary>
internal enum IdMode
{
    Keep,
    Assign,
}
