using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Migrations;

/// <summary>The migrations of a database, newest first.</summary>
internal sealed record MigrationState(Table Table, ImmutableArray<string> Versions)
{
    public MigrationVersion Newest => new(Table.Name, Versions[0]);

    /// <summary>The tool's entries, oldest first; empty if it is not known how to write them.</summary>
    public ImmutableArray<MigrationEntry> Entries { get; init; } = [];

    /// <summary>Whether the table keeps all migrations, so that a missing version has not run.</summary>
    public bool IsWhole { get; init; }
}
