using System.Collections.Immutable;

namespace SnapshotSeed.Migrations;

/// <summary>The carried columns, version first, identify a migration or are compared by the tool.</summary>
internal sealed record Ledger(string Definition, ImmutableArray<string> Carried)
{
    /// <summary>Columns that get the value of an SQL expression. Other columns get their default.</summary>
    public ImmutableArray<(string Column, string Value)> Filled { get; init; } = [];

    /// <summary>Values of carried columns for a version that the snapshot does not contain.</summary>
    public ImmutableArray<(string Column, string? Value)> Assumed { get; init; } = [];

    public ImmutableArray<string> Key { get; init; } = [Carried[0]];

    /// <summary>Whether the table holds only the current version.</summary>
    public bool KeepsOne { get; init; }

    /// <summary>The rows that count, as SQL; null for all.</summary>
    public string? Where { get; init; }
}
