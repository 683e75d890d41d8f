namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Drops the temporary tables made so far.</summary>
internal sealed record DropStages : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "drop";

    /// <inheritdoc/>
    public override string? Detail => "temporary tables";
}
