using System.Collections.Immutable;

namespace SnapshotSeed.Migrations;

/// <summary>How a tool records its migrations, so that a database that was not migrated by it can be stamped.</summary>
/// <param name="Definition">The column definitions of its table, as the tool itself creates it.</param>
/// <param name="Carried">
/// The columns that a snapshot carries, the version first: those that identify a migration or that the tool compares.
/// Who ran a migration, when and for how long is not carried.
/// </param>
internal sealed record Ledger(string Definition, ImmutableArray<string> Carried)
{
    /// <summary>Columns that get the value of an SQL expression. Other columns get their default.</summary>
    public ImmutableArray<(string Column, string Value)> Filled { get; init; } = [];

    /// <summary>Values of carried columns for a version that the snapshot does not contain.</summary>
    public ImmutableArray<(string Column, string? Value)> Assumed { get; init; } = [];

    /// <summary>The columns that identify a row; by default the version.</summary>
    public ImmutableArray<string> Key { get; init; } = [Carried[0]];

    /// <summary>Whether the table holds only the current version.</summary>
    public bool KeepsOne { get; init; }

    /// <summary>The rows that count, as SQL; null for all.</summary>
    public string? Where { get; init; }
}
