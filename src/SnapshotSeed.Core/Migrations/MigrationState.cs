using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Migrations;

/// <summary>The migrations that have run on a database.</summary>
/// <param name="Table">The tool's own table.</param>
/// <param name="Versions">Their versions, the newest first.</param>
internal sealed record MigrationState(Table Table, ImmutableArray<string> Versions)
{
    /// <summary>The newest.</summary>
    public MigrationVersion Newest => new(Table.Name, Versions[0]);

    /// <summary>What the tool's table says of each, the oldest first; none where it is not known how to write that again.</summary>
    public ImmutableArray<MigrationEntry> Entries { get; init; } = [];

    /// <summary>Whether the table holds all that have run, so that one that is not there has not.</summary>
    public bool IsWhole { get; init; }
}
