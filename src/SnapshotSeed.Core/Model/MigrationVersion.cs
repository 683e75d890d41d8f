namespace SnapshotSeed.Model;

/// <summary>The newest version in a migration history.</summary>
internal sealed record MigrationVersion(TableName Table, string Version)
{
    /// <summary>Reads as <c>20261101_add_tags (schema_migrations)</c>.</summary>
    public override string ToString() => $"{Version} ({Table})";
}
