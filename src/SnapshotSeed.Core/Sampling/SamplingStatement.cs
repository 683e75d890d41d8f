using Npgsql;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>A statement under construction: its text refers to parameters that are added as the text is made.</summary>
internal sealed class SamplingStatement
{
    private readonly Dictionary<IReadOnlyCollection<RowId>, string> tids = new(ReferenceEqualityComparer.Instance);

    public NpgsqlBatchCommand Command { get; } = new();

    /// <summary>
    /// FROM item for a set of rows of a table, found by their places: a Tid Scan, whatever the size of the table. An array parameter of an
    /// unprepared statement is a constant for the planner, so it knows how many rows these are.
    /// </summary>
    public string RowsOf(Table table, IReadOnlyCollection<RowId> rows, string alias)
    {
        var places = TidsOf(rows);
        if (!table.IsPartitioned)
            return $"(SELECT r.tableoid, r.* FROM ONLY {SqlName.Quote(table.Name)} r WHERE r.ctid = ANY({places})) {alias}";

        // A ctid is a place within one partition only.
        var partitions = Add(RowIdParameter.Partitions(rows));
        return $"(SELECT r.tableoid, r.* FROM {SqlName.Quote(table.Name)} r WHERE r.ctid = ANY({places}) AND (r.tableoid, r.ctid) IN (SELECT * FROM unnest({partitions}, {places}))) {alias}";
    }

    /// <summary>As <see cref="RowsOf"/>, for a key that is declared on one leaf only.</summary>
    public string ReferencingRowsOf(Table table, IReadOnlyCollection<RowId> rows, ForeignKey foreignKey, string alias) =>
        RowsOf(table, foreignKey.OnlyInPartition is { } leaf ? [.. rows.Where(row => row.Partition == leaf)] : rows, alias);

    public string Add(NpgsqlParameter parameter)
    {
        Command.Parameters.Add(parameter);
        return $"${Command.Parameters.Count}";
    }

    /// <summary>Two references to the same rows share a parameter: there may be a hundred thousand of them.</summary>
    private string TidsOf(IReadOnlyCollection<RowId> rows)
    {
        if (!tids.TryGetValue(rows, out var parameter))
            tids[rows] = parameter = Add(RowIdParameter.Tids(rows)) + "::tid[]";
        return parameter;
    }
}
