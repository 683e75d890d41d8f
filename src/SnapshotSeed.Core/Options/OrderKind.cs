namespace SnapshotSeed.Options;

/// <summary>The kinds of <see cref="Order"/>.</summary>
internal enum OrderKind
{
    Key,
    Newest,
    Random,
    Coverage,
}
