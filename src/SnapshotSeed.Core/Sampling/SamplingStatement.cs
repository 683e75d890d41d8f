using Npgsql;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>A statement under construction: its text refers to parameters that are added as the text is made.</summary>
internal sealed class SamplingStatement
{
    public NpgsqlBatchCommand Command { get; } = new();

    /// <summary>
    /// FROM item for a set of rows of a table, found by their places: a Tid Scan, whatever the size of the table. An array parameter of an
    /// unprepared statement is a constant for the planner, so it knows how many rows these are.
    /// </summary>
    public string RowsOf(Table table, IReadOnlyCollection<RowId> rows, string alias)
    {
        var tids = Add(RowIdParameter.Tids(rows)) + "::tid[]";
        if (!table.IsPartitioned)
            return $"(SELECT r.tableoid, r.* FROM ONLY {SqlName.Quote(table.Name)} r WHERE r.ctid = ANY({tids})) {alias}";

        // A ctid is a place within one partition only.
        var partitions = Add(RowIdParameter.Partitions(rows));
        return $"(SELECT r.tableoid, r.* FROM {SqlName.Quote(table.Name)} r WHERE r.ctid = ANY({tids}) AND (r.tableoid, r.ctid) IN (SELECT * FROM unnest({partitions}, {tids}))) {alias}";
    }

    /// <summary>As <see cref="RowsOf"/>, for a key that is declared on one leaf only.</summary>
    public string ReferencingRowsOf(Table table, IReadOnlyCollection<RowId> rows, ForeignKey foreignKey, string alias) =>
        RowsOf(table, foreignKey.OnlyInPartition is { } leaf ? [.. rows.Where(row => row.Partition == leaf)] : rows, alias);

    public string Add(NpgsqlParameter parameter)
    {
        Command.Parameters.Add(parameter);
        return $"${Command.Parameters.Count}";
    }
}
