using NpgsqlTypes;
using SnapshotSeed.Sampling;

namespace SnapshotSeed.Core.Tests.Sampling;

public sealed class CycleFilling
{
    private const int Size = 40;

    /// <summary>
    /// References as numbers of rows; 0 to 39 are rows of the first table, 40 to 79 of the second, anything above
    /// dangles.
    /// </summary>
    [Fact]
    public void Takes_what_rounds_of_statements_would_take() =>
        Law.Holds<((byte, byte)[] References, byte[] First, byte Limit, byte OtherLimit)>(given =>
        {
            var references = given
                .References.Select(pair => (pair.Item1 % (2 * Size), pair.Item2 % (2 * Size + 2)))
                .ToList();
            var limits = new[] { given.Limit % (Size + 5), given.OtherLimit % (Size + 5) };
            var expected = given.First.Select(row => row % (2 * Size)).ToHashSet();
            var chosen = new[]
            {
                Chosen(expected.Where(row => row < Size)),
                Chosen(expected.Where(row => row >= Size)),
            };

            Fill(chosen, limits, references);
            RunRounds(expected, limits, references);

            Assert.Equal(
                expected.Order(),
                chosen.SelectMany(rows => rows.Rows).Select(row => (int)row.Tid.OffsetNumber).Order()
            );
            Assert.All(
                chosen.Zip(limits),
                pair => Assert.True(pair.First.Sampled == 0 || pair.First.Count <= pair.Second)
            );
        });

    [Fact]
    public void Takes_the_first_rows_by_key_of_a_round_and_no_row_of_a_later_one_before_them()
    {
        var chosen = new[] { Chosen([7]), Chosen([]) };

        // 9 and 8 reference the chosen row, 1 only 9.
        Fill(
            chosen,
            [3, 0],
            [(9, 7), (8, 7), (1, 9), .. Enumerable.Range(0, Size).Except([7, 9, 8, 1]).Select(row => (row, 2 * Size))]
        );

        Assert.Equal([7, 8, 9], chosen[0].Rows.Select(row => (int)row.Tid.OffsetNumber).Order());
    }

    private static void Fill(ChosenRows[] chosen, int[] limits, IEnumerable<(int Row, int Referenced)> references) =>
        new CycleFill(
            [
                .. chosen.Select(
                    (rows, i) => new CycleMember(rows, limits[i], [.. Enumerable.Range(i * Size, Size).Select(Place)])
                ),
            ],
            references.Select(pair =>
                (Place(pair.Row), pair.Referenced < 2 * Size ? Place(pair.Referenced) : (RowId?)null)
            )
        ).Run();

    private static void RunRounds(HashSet<int> chosen, int[] limits, List<(int Row, int Referenced)> references)
    {
        for (var before = -1; before < chosen.Count; )
        {
            before = chosen.Count;
            var eligible = Enumerable
                .Range(0, 2 * Size)
                .Where(row =>
                    !chosen.Contains(row)
                    && references.Where(pair => pair.Row == row).All(pair => chosen.Contains(pair.Referenced))
                )
                .ToList();
            foreach (
                var row in eligible.Where(row => chosen.Count(other => other / Size == row / Size) < limits[row / Size])
            )
                chosen.Add(row);
        }
    }

    private static ChosenRows Chosen(IEnumerable<int> rows)
    {
        var chosen = new ChosenRows();
        chosen.Backfill(rows.Select(Place));
        return chosen;
    }

    private static RowId Place(int row) => new((uint)(row / Size), new NpgsqlTid(0, (ushort)row));
}
