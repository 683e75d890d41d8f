using System.Collections.Immutable;

namespace SnapshotSeed.Benchmarks;

/// <summary>A table of a snapshot.</summary>
/// <param name="SqlName">Quoted, with its schema.</param>
/// <param name="File">The path of its rows.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Columns">The file's header.</param>
/// <param name="PrimaryKey">Its first key; empty where it has none.</param>
/// <param name="ForeignKeys">What it references.</param>
internal sealed record PsqlTable(
    string SqlName,
    string File,
    long Rows,
    ImmutableArray<string> Columns,
    ImmutableArray<string> PrimaryKey,
    ImmutableArray<PsqlForeignKey> ForeignKeys
);
