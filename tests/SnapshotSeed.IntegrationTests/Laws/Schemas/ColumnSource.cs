namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>Where a column's value comes from when none is given.</summary>
internal enum ColumnSource
{
    None,
    IdentityAlways,
    IdentityByDefault,

    /// <summary>A sequence that the column owns.</summary>
    Serial,

    /// <summary>A sequence that a default merely names.</summary>
    Default,
}
