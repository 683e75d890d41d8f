namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>Which row of the referenced table a row takes.</summary>
internal enum Aim
{
    Any,

    /// <summary>The last ones, which a sample of the first ones does not have.</summary>
    Last,

    /// <summary>All the same one.</summary>
    Hub,

    /// <summary>The one with the next number, around to the first.</summary>
    Next,
}
