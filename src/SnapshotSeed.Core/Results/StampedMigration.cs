using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary><c>Entries</c> counts the new entries; 0 if all were present.</summary>
internal sealed record StampedMigration(TableName Table, string Version, int Entries)
{
    /// <summary>Reads as <c>20261101_tags (schema_migrations)</c>.</summary>
    public override string ToString() => $"{Version} ({Table})";
}
