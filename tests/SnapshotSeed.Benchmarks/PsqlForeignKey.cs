using System.Collections.Immutable;

namespace SnapshotSeed.Benchmarks;

/// <summary>A foreign key of a table of a snapshot.</summary>
/// <param name="Columns">The referencing columns.</param>
/// <param name="ReferencedTable">The SqlName of the referenced table.</param>
/// <param name="ReferencedColumns">Its columns, in the same order.</param>
internal sealed record PsqlForeignKey(
    ImmutableArray<string> Columns,
    string ReferencedTable,
    ImmutableArray<string> ReferencedColumns
);
