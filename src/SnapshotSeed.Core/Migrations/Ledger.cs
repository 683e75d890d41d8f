using System.Collections.Immutable;

namespace SnapshotSeed.Migrations;

/// <summary>
/// How a tool writes down the migrations that have run, so that a database whose schema came otherwise can be stamped.
/// </summary>
/// <param name="Definition">The columns of its table, as the tool itself creates it.</param>
/// <param name="Carried">
/// The columns that tell migrations apart or that the tool compares, which a snapshot carries; the one with the version
/// first. Who ran them, when and for how long belongs to no snapshot.
/// </param>
internal sealed record Ledger(string Definition, params ImmutableArray<string> Carried)
{
    /// <summary>What the tool fills at the time, as SQL, by column. Others get their default.</summary>
    public ImmutableArray<(string Column, string Value)> Filled { get; init; } = [];

    /// <summary>
    /// What stands in carried columns where only a version is known, by column; <see cref="TheVersion"/> for the version itself.
    /// </summary>
    public ImmutableArray<(string Column, string? Value)> Assumed { get; init; } = [];

    /// <summary>The version where a column repeats it.</summary>
    public const string TheVersion = "{version}";

    /// <summary>The columns that tell its rows apart; by default the version.</summary>
    public ImmutableArray<string> Key { get; init; } = [Carried[0]];

    /// <summary>Whether it holds the present version alone.</summary>
    public bool KeepsOne { get; init; }

    /// <summary>The rows that count, as SQL; null for all.</summary>
    public string? Where { get; init; }
}
