using NpgsqlTypes;
using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Rows;
using SnapshotSeed.Export.Selection;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class ChoosingRows
{
    [Fact]
    public void Fills_up_to_the_limit_and_passes_over_rows_already_chosen()
    {
        var rows = new ChosenRows();
        rows.Choose(Places(1, 2), sampled: 1);

        Assert.True(rows.Fill(Places(2, 3, 4), 3));
        Assert.False(rows.Fill(Places(5), 3));
        Assert.False(rows.Fill(Places(1, 2, 3), 10));

        Assert.Equal(Places(1, 2, 3), rows.Rows);
        Assert.Equal((3, 2), (rows.Count, rows.Sampled));
    }

    [Fact]
    public void Takes_a_choice_instead_of_the_one_before()
    {
        var rows = new ChosenRows();
        rows.Choose(Places(1, 2), sampled: 2);
        rows.Choose(Places(2, 3, 4), sampled: 1);

        Assert.Equivalent(Places(2, 3, 4), rows.Rows, strict: true);
        Assert.Equal((3, 1), (rows.Count, rows.Sampled));
        Assert.Equal((true, false), (rows.Contains(Places(2)[0]), rows.Contains(Places(1)[0])));
    }

    [Fact]
    public void Remembers_which_chosen_rows_may_reference_nothing()
    {
        var keys = CatalogNotation.Parse("events -> users, events -> teams").Table("events").ForeignKeys;
        var rows = new ChosenRows();
        foreach (var row in Places(1, 2, 3))
            rows.Suspect(keys[0], row);

        rows.Choose(Places(2), sampled: 1);
        rows.Fill(Places(3), 10);

        Assert.Equal(Places(2, 3), rows.Suspects(keys[0]));
        Assert.Empty(rows.Suspects(keys[1]));
    }

    [Fact]
    public void Knows_how_many_a_whole_table_has_once_it_is_read()
    {
        var rows = new ChosenRows();
        Assert.True(rows.IsEmpty);
        rows.MarkWholeTable();
        Assert.False(rows.IsEmpty);
        Assert.Equal(0, rows.Count);

        rows.Complete(new ReadOutcome(7, [], [], []));

        Assert.Equal((7, 7), (rows.Count, rows.Sampled));
    }

    [Fact]
    public void Tells_equal_places_in_two_partitions_apart()
    {
        var rows = new ChosenRows();
        rows.Choose([new RowId(1, new NpgsqlTid(0, 1)), new RowId(2, new NpgsqlTid(0, 1))], sampled: 2);

        Assert.Equal(2, rows.Count);
    }

    [Fact]
    public void Keeps_one_set_for_statements_until_it_changes()
    {
        var rows = new ChosenRows();
        rows.Choose(Places(1, 2), sampled: 2);
        var before = rows.Set;
        Assert.Same(before, rows.Set);

        rows.Fill(Places(3), 10);
        Assert.Equal((2, 3), (before.Count, rows.Set.Count));

        before = rows.Set;
        rows.Choose(Places(4, 5, 6), sampled: 3);
        Assert.NotSame(before, rows.Set);
    }

    [Fact]
    public void Admits_rows_as_they_come_up_to_the_limit_and_all_that_were_chosen()
    {
        var rows = new ChosenRows();
        rows.Choose(Places(2, 9), sampled: 0);
        var admission = new AdmittedRows(rows, 4);

        Assert.Equal(Places(1, 2, 3, 9), Places(1, 2, 2, 1, 3, 4, 5, 9, 9).Where(admission.Admits));
        Assert.Equal(Places(1, 3), admission.Added);

        rows.Complete(new ReadOutcome(4, admission.Added, [], []));
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
