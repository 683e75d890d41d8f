using NpgsqlTypes;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Selection;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class ChoosingRows
{
    [Fact]
    public void Fills_up_to_the_limit_and_passes_over_rows_already_chosen()
    {
        var rows = Filled(ChosenRows.Of(Places(1, 2), sampled: 1), Places(2, 3, 4), 3);

        Assert.Equal(Places(1, 2, 3), rows.Rows);
        Assert.Equal((3, 2), (rows.Count, rows.Sampled));
        Assert.Empty(AdmittedRows.Of(rows, 3, Places(5)));
        Assert.Empty(AdmittedRows.Of(rows, 10, Places(1, 2, 3)));
    }

    [Fact]
    public void Knows_how_many_rows_a_whole_table_has_when_it_is_read()
    {
        Assert.True(ChosenRows.None.IsEmpty);
        Assert.False(ChosenRows.WholeTable.IsEmpty);
        Assert.Equal(0, ChosenRows.WholeTable.Count);

        var rows = ChosenRows.WholeTable.WhenRead(new ReadOutcome(7, [], [], []));

        Assert.Equal((7, 7, true), (rows.Count, rows.Sampled, rows.IsWholeTable));
    }

    [Fact]
    public void Tells_equal_places_in_two_partitions_apart()
    {
        var rows = ChosenRows.Of([new RowId(1, new NpgsqlTid(0, 1)), new RowId(2, new NpgsqlTid(0, 1))], sampled: 2);

        Assert.Equal(2, rows.Count);
    }

    [Fact]
    public void Has_one_set_for_statements_and_never_changes()
    {
        var rows = ChosenRows.Of(Places(1, 2), sampled: 2);

        var more = Filled(rows, Places(3), 10);

        Assert.Same(rows.Set, rows.Set);
        Assert.Equal((2, 2, 3), (rows.Count, rows.Set.Count, more.Set.Count));
    }

    [Fact]
    public void Admits_rows_as_they_come_up_to_the_limit_and_all_that_were_chosen()
    {
        var rows = ChosenRows.Of(Places(2, 9), sampled: 0);
        var admission = new AdmittedRows(rows, 4);

        Assert.Equal(Places(1, 2, 3, 9), Places(1, 2, 2, 1, 3, 4, 5, 9, 9).Where(admission.Admits));
        Assert.Equal(Places(1, 3), admission.Added);

        var read = rows.WhenRead(new ReadOutcome(4, admission.Added, [], []));
        Assert.Equal((4, 2), (read.Count, read.Sampled));
    }

    [Fact]
    public void Sends_places_as_the_text_of_an_array()
    {
        Assert.Equal(
            "{\"(0,1)\",\"(4294967295,65535)\"}",
            RowSet.TextOf([new(1, new NpgsqlTid(0, 1)), new(1, new NpgsqlTid(uint.MaxValue, ushort.MaxValue))])
        );
        Assert.Equal("{}", RowSet.TextOf([]));
    }

    [Fact]
    public void Reads_places_as_PostgreSQL_writes_them() =>
        Assert.Equal(
            new RowId(uint.MaxValue, new NpgsqlTid(uint.MaxValue, ushort.MaxValue)),
            RowId.Parse("4294967295", "(4294967295,65535)")
        );

    private static ChosenRows Filled(ChosenRows chosen, IEnumerable<RowId> eligible, int limit) =>
        chosen.With(AdmittedRows.Of(chosen, limit, eligible));

    private static List<RowId> Places(params int[] numbers) =>
        [.. numbers.Select(number => new RowId(1, new NpgsqlTid(0, (ushort)number)))];
}
