using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

/// <summary>The first rows of each partition of a table.</summary>
internal sealed class FirstRowsOfPartitions(Sample sample, Table table, PartitionSpread spread, int rows)
    : ICandidateSource
{
    // The first of these that fits shows the partition.
    private const int Least = 10;

    public int Rows => RowsOfEach * spread.Partitions.Length;

    private int RowsOfEach =>
        spread.IsEven ? Math.Max(Least, (rows + spread.Partitions.Length - 1) / spread.Partitions.Length) : Least;

    public Sql ToSql(IReadOnlyList<Sql> conditions, Sql columns) =>
        Sql.UnionAll(
            spread.Partitions.Select(
                Sql (partition, i) =>
                    $"""
                        SELECT * FROM (
                            {FirstOf(partition, conditions, columns)}
                        ) partition{i}
                        """
            )
        );

    /// <summary>Rows that the key numbers have the numbers of the whole table, also where only a partition is read.</summary>
    private Sql FirstOf(Partition partition, IReadOnlyList<Sql> conditions, Sql columns)
    {
        var (rows, filter) = table.ShowsPlaces()
            ? (table, RowFilter.Of([$"c.tableoid OPERATOR(pg_catalog.=) {partition.Oid}", .. conditions]))
            : (Part(partition), RowFilter.Of(conditions));
        return FirstRowsSql.Of(rows, sample.Orders(table.Name).Choice, RowsOfEach, filter, columns, $"*");
    }

    /// <summary>The table, of which only the partition's rows are read. Conditions still name the table.</summary>
    private Table Part(Partition partition) =>
        table with
        {
            Through = partition.Table.Name,
            IsPartitioned = false,
            Pages = partition.Table.Pages,
            EstimatedRows = partition.Table.EstimatedRows,
        };
}
