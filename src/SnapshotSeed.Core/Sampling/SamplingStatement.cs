using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>A statement under construction: its text refers to parameters that are added as the text is made.</summary>
/// <param name="parameters">Where they are added.</param>
internal sealed class SamplingStatement(SamplingParameters parameters)
{
    /// <summary>The joins that conditions on the rows <c>c</c> rest on.</summary>
    public string Joins { get; private set; } = "";

    /// <summary>
    /// The share of rows that should pass the conditions, if references are spread evenly: how far it is worth looking,
    /// never what is found.
    /// </summary>
    public double ExpectedShare { get; private set; } = 1;

    /// <summary>As <see cref="ExpectedShare"/>, if all references that may be missing are.</summary>
    public double BestShare { get; private set; } = 1;

    private int joins;

    /// <summary>
    /// Whether so many tables are joined that planning another join takes longer than asking for values: it grows with
    /// a power of their number.
    /// </summary>
    public bool HasManyJoins => joins >= 8;

    /// <summary>
    /// Joins rows of a referenced table to <c>c</c>, of which at most one matches since PostgreSQL lets a foreign key
    /// reference unique columns only. The planner turns it into an inner join where the condition is that one does. As
    /// a subquery under an OR it would cost it by the single row and choose the other joins accordingly: ten times as
    /// slow.
    /// </summary>
    /// <returns>The alias of the joined rows; its tableoid is NULL where none matches.</returns>
    public string LeftJoin(Table table, IReadOnlyCollection<RowId> rows, Func<string, string> matches)
    {
        var alias = $"p{joins++}";
        Joins += $" LEFT JOIN {RowsOf(table, rows, alias)} ON {matches(alias)}";
        return alias;
    }

    /// <summary>
    /// Condition: an expression has one of these values. As a hashed subplan it filters rows without changing their
    /// order, so that PostgreSQL can stop at the last that is wanted; standing alone it would become a join, which
    /// cannot.
    /// </summary>
    public string IsAmong(string expression, KeyValues values) =>
        $"(false OR {expression} OPERATOR(pg_catalog.=) ANY (SELECT k FROM unnest({parameters.Keys(values)}) k))";

    /// <summary>
    /// Takes note of a condition: the row references one of the chosen rows, or half of the time nothing.
    /// </summary>
    public void Expect(int chosen, long? all, bool isOptional)
    {
        var share = Math.Min(1, all is > 0 ? (double)chosen / all.Value : 0.5);
        ExpectedShare *= isOptional ? (1 + share) / 2 : share;
        BestShare *= isOptional ? 1 : share;
    }

    /// <summary>
    /// FROM item for a set of rows of a table, found by their places: a Tid Scan, whatever the size of the table. An
    /// array parameter of an unprepared statement is a constant for the planner, so it knows how many rows these are.
    /// </summary>
    public string RowsOf(Table table, IReadOnlyCollection<RowId> rows, string alias) =>
        $"(SELECT r.tableoid, r.* FROM {SqlName.From(table)} r WHERE {IsAt("r", table, rows, parameters)}) {alias}";

    /// <summary>Condition: the row of an alias is one of these.</summary>
    public static string IsAt(string alias, Table table, IReadOnlyCollection<RowId> rows, SamplingParameters parameters)
    {
        var places = parameters.Tids(rows);

        // A ctid is a place within one partition only. Planning looks at every element of a constant array, once for
        // each partition: so it is none there.
        return table.IsPartitioned
            ? $"{alias}.ctid = ANY((SELECT {places})::tid[]) AND ({alias}.tableoid, {alias}.ctid) IN (SELECT * FROM unnest({parameters.Partitions(rows)}, {places}))"
            : $"{alias}.ctid = ANY({places})";
    }

    /// <summary>As <see cref="RowsOf"/>, for a key that binds some partitions only.</summary>
    public string ReferencingRowsOf(
        Table table,
        IReadOnlyCollection<RowId> rows,
        ForeignKey foreignKey,
        string alias
    ) =>
        RowsOf(
            table,
            foreignKey.OnlyInPartitions is { } leaves ? [.. rows.Where(row => leaves.Contains(row.Partition))] : rows,
            alias
        );
}
