using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>
/// Which sequences can be moved past their column: those whose numbers are in it as they are. What a default makes of
/// nextval otherwise, such as <c>'INV-' || nextval(…)</c>, cannot be told.
/// </summary>
internal static class ColumnSequences
{
    public static IEnumerable<Sequence> Of(Table table) => table.Sequences.Where(sequence => IsNumber(table, sequence));

    /// <summary>The others.</summary>
    public static IEnumerable<Sequence> NotOf(Table table) =>
        table.Sequences.Where(sequence => !IsNumber(table, sequence));

    private static bool IsNumber(Table table, Sequence sequence) =>
        sequence.IsPlain
        && table.Column(sequence.Column).BareType
            is "pg_catalog.\"int2\""
                or "pg_catalog.\"int4\""
                or "pg_catalog.\"int8\""
                or "pg_catalog.\"numeric\"";
}
