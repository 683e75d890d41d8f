using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>What a target was stamped with.</summary>
/// <param name="Table">The tool's table.</param>
/// <param name="Version">The version at which the target is now.</param>
/// <param name="Entries">How many migrations were written down; 0 where all of them were.</param>
internal sealed record StampedMigration(TableName Table, string Version, int Entries)
{
    /// <summary>Reads as <c>20261101_tags (schema_migrations)</c>.</summary>
    public override string ToString() => $"{Version} ({Table})";
}
