using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary><c>Entries</c> counts the new entries; 0 if all were present.</summary>
internal sealed record StampedMigration(TableName Table, string Version, int Entries)
{
    /// <summary>The other version that the target was at; null if it was not at another one.</summary>
    public string? Replaced { get; init; }

    /// <summary>Whether the target had no such table, so that it was created.</summary>
    public bool IsTableNew { get; init; }

    /// <summary>Reads as <c>20261101_tags (schema_migrations), replacing 20261001_users</c>.</summary>
    public override string ToString() =>
        $"{Version} ({Table})"
        + (Replaced is null ? "" : $", replacing {Replaced}")
        + (IsTableNew ? "; created the table, which the target lacked" : "");
}
