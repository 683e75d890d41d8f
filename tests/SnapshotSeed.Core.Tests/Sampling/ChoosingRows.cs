using NpgsqlTypes;
using SnapshotSeed.Sampling;

namespace SnapshotSeed.Core.Tests.Sampling;

public sealed class ChoosingRows
{
    [Fact]
    public void Stops_at_the_limit_and_passes_over_rows_already_chosen()
    {
        var rows = new ChosenRows();

        Assert.True(rows.Sample(Places(1, 2), 3, referencesChosen: true));
        Assert.True(rows.Sample(Places(2, 3, 4), 3, referencesChosen: true));
        Assert.False(rows.Sample(Places(5), 3, referencesChosen: true));

        Assert.Equal(Places(1, 2, 3), rows.Rows);
        Assert.Equal(3, rows.Sampled);
    }

    [Fact]
    public void Tells_sampled_rows_from_referenced_ones()
    {
        var rows = new ChosenRows();
        rows.Backfill(Places(1, 2));
        rows.Sample(Places(2, 3), 10, referencesChosen: true);
        rows.Backfill(Places(3, 4));

        Assert.Equal((4, 1), (rows.Count, rows.Sampled));
    }

    [Fact]
    public void Remembers_whose_references_have_not_been_looked_up()
    {
        var rows = new ChosenRows();
        rows.Sample(Places(1), 10, referencesChosen: true);
        rows.Sample(Places(2), 10, referencesChosen: false);
        rows.Backfill(Places(2, 3, 3));
        Assert.Equal(Places(2, 3), rows.Unexpanded);

        rows.MarkExpanded();
        rows.Backfill(Places(1, 4));
        Assert.Equal(Places(4), rows.Unexpanded);
    }

    [Fact]
    public void Tells_equal_places_in_two_partitions_apart()
    {
        var rows = new ChosenRows();
        rows.Backfill([new RowId(1, new NpgsqlTid(0, 1)), new RowId(2, new NpgsqlTid(0, 1))]);

        Assert.Equal(2, rows.Count);
    }

    [Fact]
    public void Keeps_one_set_for_statements_until_it_grows()
    {
        var rows = new ChosenRows();
        rows.Backfill(Places(1, 2));
        var before = rows.Set;
        Assert.Same(before, rows.Set);

        rows.Backfill(Places(3));

        Assert.Equal((2, 3), (before.Count, rows.Set.Count));
    }

    [Fact]
    public void Admits_rows_as_they_come_up_to_the_limit_and_all_that_were_chosen()
    {
        var rows = new ChosenRows();
        rows.Backfill(Places(2, 9));
        var admission = new Admission(rows, 4);

        Assert.Equal(Places(1, 2, 3, 9), Places(1, 2, 2, 1, 3, 4, 5, 9, 9).Where(admission.Admits));
        Assert.Equal(Places(1, 3), admission.Added);

        rows.Complete(new ReadOutcome(admission.Added, [], []));
        Assert.Equal((4, 2), (rows.Count, rows.Sampled));
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

    private static List<RowId> Places(params int[] numbers) =>
        [.. numbers.Select(number => new RowId(1, new NpgsqlTid(0, (ushort)number)))];
}
