using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>The migration that was recorded in a target.</summary>
/// <param name="Table">The migration tool's table.</param>
/// <param name="Version">The target's version.</param>
/// <param name="Entries">The number of new entries; 0 if all were present.</param>
internal sealed record StampedMigration(TableName Table, string Version, int Entries)
{
    /// <summary>Reads as <c>20261101_tags (schema_migrations)</c>.</summary>
    public override string ToString() => $"{Version} ({Table})";
}
