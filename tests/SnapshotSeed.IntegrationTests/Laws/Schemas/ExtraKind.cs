namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

internal enum ExtraKind
{
    ExclusionByEquality,
    DeferrableExclusion,
    ExclusionOfRanges,
    PartialIndex,
    ExpressionIndex,
    InsertRule,
    Trigger,
}
