using SnapshotSeed.Graph;

namespace SnapshotSeed.Core.Tests.Graph;

public sealed class RowOrder
{
    [Fact]
    public void Puts_each_row_after_those_that_it_references() =>
        Assert.Equal(
            [
                [2],
                [1],
                [0],
                [3],
            ],
            ReferenceOrder.Of(4, [(0, 1), (1, 2), (3, 0)])
        );

    [Fact]
    public void Keeps_rows_that_reference_each_other_together() =>
        Assert.Equal(
            [
                [1, 2],
                [0],
                [3],
            ],
            ReferenceOrder.Of(4, [(1, 2), (2, 1), (0, 1), (3, 3)])
        );

    [Fact]
    public void Does_not_depend_on_the_length_of_a_chain()
    {
        const int Rows = 100_000;
        var order = ReferenceOrder.Of(Rows, Enumerable.Range(0, Rows - 1).Select(row => (row, row + 1)));

        Assert.Equal(Enumerable.Range(0, Rows).Reverse(), order.Select(group => group.Single()));
    }
}
