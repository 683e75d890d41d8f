namespace SnapshotSeed.Model;

/// <summary>The version that a migration tool has left in a database.</summary>
/// <param name="Table">The tool's own table.</param>
/// <param name="Version">The newest version recorded there.</param>
internal sealed record MigrationVersion(TableName Table, string Version)
{
    /// <summary>Reads as <c>20261101_add_tags (schema_migrations)</c>.</summary>
    public override string ToString() => $"{Version} ({Table})";
}
