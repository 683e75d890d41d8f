using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A difference between the schema of a snapshot and that of a target, to which the import adapted.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Table">The table.</param>
/// <param name="Column">The column; null where it is about the whole table.</param>
internal sealed record SchemaDifference(SchemaDifferenceKind Kind, TableName Table, string? Column = null)
{
    /// <summary>The type in the snapshot, where it is about types.</summary>
    public string? InSnapshot { get; init; }

    /// <summary>The type in the target, where it is about types or a new column.</summary>
    public string? InTarget { get; init; }

    /// <summary>How many rows it is about; 0 where it is about all of a table's columns.</summary>
    public long Rows { get; init; }

    /// <summary>
    /// What is new in the target and may be what is missing under another name. Nothing is done about it: only a person
    /// knows.
    /// </summary>
    public ImmutableArray<string> MayBeNow { get; init; } = [];

    /// <summary>Whether something of the snapshot is not loaded.</summary>
    public bool IsLeftOut =>
        Kind
            is SchemaDifferenceKind.TableLeftOut
                or SchemaDifferenceKind.ColumnLeftOut
                or SchemaDifferenceKind.ColumnComputed;

    /// <summary>One sentence.</summary>
    public override string ToString() =>
        Kind switch
        {
            SchemaDifferenceKind.TableLeftOut =>
                $"{Table}: skipped with {Rows} {(Rows == 1 ? "row" : "rows")}; the target has no such table{NewNames.InWords(MayBeNow)}",
            SchemaDifferenceKind.ColumnLeftOut =>
                $"{Table}.{Column}: skipped; the target has no such column{NewNames.InWords(MayBeNow)}",
            SchemaDifferenceKind.ColumnComputed => $"{Table}.{Column}: skipped; the target generates it",
            SchemaDifferenceKind.TypeChanged => $"{Table}.{Column}: cast from {InSnapshot} to {InTarget}",
            SchemaDifferenceKind.TypeWidened =>
                $"{Table}.{Column}: kept; {InTarget} holds all values of {InSnapshot}",
            _ => $"{Table}.{Column}: new in the target ({InTarget}); gets its default",
        };
}
