using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A difference between the schemas of snapshot and target that the import adapted to.</summary>
/// <param name="Kind">The kind of difference.</param>
/// <param name="Table">The table.</param>
/// <param name="Column">The column; null if the difference is about the whole table.</param>
internal sealed record SchemaDifference(SchemaDifferenceKind Kind, TableName Table, string? Column = null)
{
    /// <summary>The type in the snapshot; null if the difference is not about types.</summary>
    public string? InSnapshot { get; init; }

    /// <summary>The type in the target; null if the difference is not about types or a new column.</summary>
    public string? InTarget { get; init; }

    /// <summary>The skipped rows of a missing table.</summary>
    public long Rows { get; init; }

    /// <summary>
    /// Names that are new in the target and may be the missing one. Only a person knows, so the import does not use
    /// them.
    /// </summary>
    public ImmutableArray<string> MayBeNow { get; init; } = [];

    /// <summary>Whether a part of the snapshot is not loaded.</summary>
    public bool IsLeftOut =>
        Kind
            is SchemaDifferenceKind.TableLeftOut
                or SchemaDifferenceKind.ColumnLeftOut
                or SchemaDifferenceKind.ColumnComputed;

    public override string ToString() =>
        Kind switch
        {
            SchemaDifferenceKind.TableLeftOut => $"{Table}: skipped with {Rows} {(Rows == 1 ? "row" : "rows")}; "
                + $"the target has no such table{NewNames.InWords(MayBeNow)}",
            SchemaDifferenceKind.ColumnLeftOut =>
                $"{Table}.{Column}: skipped; the target has no such column{NewNames.InWords(MayBeNow)}",
            SchemaDifferenceKind.ColumnComputed => $"{Table}.{Column}: skipped; the target generates it",
            SchemaDifferenceKind.TypeChanged => $"{Table}.{Column}: cast from {InSnapshot} to {InTarget}",
            SchemaDifferenceKind.TypeWidened => $"{Table}.{Column}: kept; {InTarget} holds all values of {InSnapshot}",
            _ => $"{Table}.{Column}: new in the target ({InTarget}); gets its default",
        };
}
