namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Not earlier: constraint triggers may want rows to come. Not later: moved sequences stay moved.</summary>
internal sealed record CheckDeferred : LoadOperation
{
    public override string Name => "check";

    public override string? Detail => "deferred constraints";
}
