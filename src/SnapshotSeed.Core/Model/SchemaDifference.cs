using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A difference between the schemas of snapshot and target that the import adapted to.</summary>
internal sealed record SchemaDifference(SchemaDifferenceKind Kind, TableName Table, string? Column = null)
{
    public string? InSnapshot { get; init; }

    public string? InTarget { get; init; }

    /// <summary>The skipped rows of a missing table.</summary>
    public long Rows { get; init; }

    /// <summary>New names in the target. Only a person knows whether they are the missing one's.</summary>
    public ImmutableArray<string> MayBeNow { get; init; } = [];

    /// <summary>Whether a part of the snapshot is not loaded.</summary>
    public bool IsLeftOut =>
        Kind
            is SchemaDifferenceKind.TableLeftOut
                or SchemaDifferenceKind.ColumnLeftOut
                or SchemaDifferenceKind.ColumnComputed;

    private string WithRows => Rows == 0 ? "" : $" with {Rows} {(Rows == 1 ? "row" : "rows")}";

    public override string ToString() =>
        Kind switch
        {
            SchemaDifferenceKind.TableLeftOut =>
                $"{Table}: skipped{WithRows}; the target has no such table{NewNames.InWords(MayBeNow)}",
            SchemaDifferenceKind.ColumnLeftOut =>
                $"{Table}.{Column}: skipped; the target has no such column{NewNames.InWords(MayBeNow)}",
            SchemaDifferenceKind.ColumnComputed => $"{Table}.{Column}: skipped; the target generates it",
            SchemaDifferenceKind.TypeChanged => $"{Table}.{Column}: cast from {InSnapshot} to {InTarget}",
            SchemaDifferenceKind.TypeWidened => $"{Table}.{Column}: kept; {InTarget} holds all values of {InSnapshot}",
            _ => $"{Table}.{Column}: new in the target ({InTarget}); gets its default",
        };
}
