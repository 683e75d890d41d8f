using SnapshotSeed.Migrations;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Records migrations in the table of the target's migration tool.</summary>
/// <param name="Stamp">What is recorded, and where.</param>
internal sealed record StampMigration(Stamp Stamp) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "stamp";

    /// <inheritdoc/>
    public override string? Detail => $"{(Stamp.IsTableMissing ? "a new table with " : "")}{Stamp.Version}";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => [$"{Stamp.Table}"];
}
