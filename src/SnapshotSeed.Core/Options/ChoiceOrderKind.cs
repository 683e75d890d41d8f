namespace SnapshotSeed.Options;

/// <summary>The kinds of <see cref="ChoiceOrder"/>.</summary>
internal enum ChoiceOrderKind
{
    Key,
    Newest,
    Random,
    Coverage,
}
