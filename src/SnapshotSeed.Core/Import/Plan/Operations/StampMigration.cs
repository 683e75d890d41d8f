using SnapshotSeed.Migrations;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Records migrations in the table of the target's migration tool.</summary>
internal sealed record StampMigration(Stamp Stamp) : LoadOperation
{
    public override string Name => "stamp";

    public override string? Detail =>
        $"{(Stamp.IsTableMissing ? "a new table with " : "")}{Stamp.Version}"
        + (Stamp.Replaced is { } old ? $" instead of {old}" : "");

    public override IEnumerable<string> Subjects => [$"{Stamp.Table}"];
}
