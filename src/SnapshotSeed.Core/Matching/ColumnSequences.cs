using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>Sequences whose numbers are in their column as they are, unlike <c>'INV-' || nextval(…)</c>.</summary>
internal static class ColumnSequences
{
    public static IEnumerable<Sequence> Of(Table table) => table.Sequences.Where(sequence => IsNumber(table, sequence));

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
