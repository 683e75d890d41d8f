namespace SnapshotSeed.Options;

internal enum OrderKind
{
    Key,
    Newest,
    Random,
    Coverage,
}
