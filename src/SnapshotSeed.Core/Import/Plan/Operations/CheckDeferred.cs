namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// Has deferred constraints checked. Not earlier: a constraint trigger may want the rows of a table yet to come. Not
/// later: a sequence that has moved stays moved.
/// </summary>
internal sealed record CheckDeferred : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "check";

    /// <inheritdoc/>
    public override string? Detail => "deferred constraints";
}
