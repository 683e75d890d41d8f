using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace SnapshotSeed.Options;

/// <summary>What to take from the source. The defaults take a hundred rows of every table.</summary>
public sealed record ExportOptions
{
    /// <summary>
    /// Rows to take of each table, if it has them. Default 100. Zero takes only rows that others reference.
    /// </summary>
    public int Limit { get; init; } = 100;

    /// <summary>
    /// Rows that each table with data gets even where that takes other tables beyond limit and headroom. Null, the
    /// default, is a tenth of the limit, at least 1 and at most 10. Counts as the limit where it is above it.
    /// </summary>
    public int? Floor { get; init; }

    /// <summary>
    /// How many rows a table may have beyond its limit because others reference them. Null, the default, is the largest
    /// limit of any table. More makes tables fuller that reference such ones; fewer keeps these smaller.
    /// </summary>
    public int? Headroom { get; init; }

    /// <summary>
    /// Limits of single tables, by <c>table</c> or <c>schema.table</c>: <c>TableLimits = { ["orders"] = 20 }</c>. As all
    /// options by name it is copied from what is given, and ordered ordinally.
    /// </summary>
    public IDictionary<string, int> TableLimits
    {
        get;
        init => field = new ByTable<int>(value);
    } = new ByTable<int>();

    /// <summary>Floors of single tables.</summary>
    public IDictionary<string, int> TableFloors
    {
        get;
        init => field = new ByTable<int>(value);
    } = new ByTable<int>();

    /// <summary>Orders of single tables: see <see cref="Order"/>.</summary>
    public IDictionary<string, string> TableOrders
    {
        get;
        init => field = new ByTable<string>(value);
    } = new ByTable<string>();

    /// <summary>The tables to sample; empty (the default) means every table. What they reference comes along.</summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    /// <summary>Tables to leave out. Rows that reference one of their rows are left out as well.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>
    /// Which rows of a table come first where not all can be had; the order of the files does not depend on it. <c>key</c> (the
    /// default): by key, without one by an index, else by the columns that can be ordered. <c>newest</c>: by key, the
    /// largest first; <c>newest:COLUMN</c> by a column of that name where a table has one, NULL last. <c>random:SEED</c>:
    /// as if by chance, but the same for the same seed and data on every server, by a hash of seed and key, which reads
    /// every row of a table. <c>coverage</c>: by key, but first those that show a value that no other chosen row shows: of
    /// enums, flags and what the conditions of virtual references tell rows apart by, of columns with up to 20 different
    /// values among the candidates, and whether a column is NULL.
    /// </summary>
    public string Order { get; init; } = "key";

    /// <summary>
    /// Conditions on rows: one that fails its table's conditions, or references such a row, directly or not, stays out.
    /// What remains of other tables is found through the indexes of their references. By table, as SQL over the table's own
    /// columns, which may be named with the table's name before them; functions and types outside pg_catalog need their
    /// schema. None by default.
    /// </summary>
    public IDictionary<string, ImmutableArray<string>> Where
    {
        get;
        init => field = new ByTable<ImmutableArray<string>>(value);
    } = new ByTable<ImmutableArray<string>>();

    /// <summary>
    /// Columns that the snapshot leaves out, by table: an import fills them with their defaults. Foreign keys through them
    /// are not followed. They are no part of the key that tells rows apart, and nothing references them. None by default.
    /// </summary>
    public IDictionary<string, ImmutableArray<string>> SkippedColumns
    {
        get;
        init => field = new ByTable<ImmutableArray<string>>(value);
    } = new ByTable<ImmutableArray<string>>();

    /// <summary>
    /// Rows that the snapshot always has, by their table and SQL over its own columns, as in <see cref="Where"/>: <c>Include =
    /// [("users", "handle = 'demo_admin'", 500)]</c>. They count towards limits, and take tables beyond them where they have
    /// to. Children is how many rows may come along because they reference these, directly or not: all of them come, and more
    /// are refused; with 0 none comes along. None by default.
    /// </summary>
    public ImmutableArray<(string Table, string Condition, int Children)> Include { get; init; } = [];

    /// <summary>
    /// Tables whose rows are never without the rows of others that reference them: no order without its lines. By table, the
    /// others. Limits and headroom hold for them together. None by default.
    /// </summary>
    public IDictionary<string, ImmutableArray<string>> With
    {
        get;
        init => field = new ByTable<ImmutableArray<string>>(value);
    } = new ByTable<ImmutableArray<string>>();

    /// <summary>
    /// Tables of migration tools beside those that are known, each with the column whose greatest value is its newest
    /// version: their rows belong to no snapshot. None by default.
    /// </summary>
    public IDictionary<string, string> MigrationTables
    {
        get;
        init => field = new ByTable<string>(value);
    } = new ByTable<string>();

    /// <summary>
    /// Names that stand for several tables, or for other groups, wherever tables are listed. None by default.
    /// </summary>
    public IDictionary<string, ImmutableArray<string>> Groups
    {
        get;
        init => field = new ByTable<ImmutableArray<string>>(value);
    } = new ByTable<ImmutableArray<string>>();

    /// <summary>
    /// Foreign keys that the database does not declare: what they reference comes along as well. From the referencing
    /// columns to those of a unique key, in the same order: <c>References = [("content_tags(content_id)", "content_items(id)",
    /// "content_source = 'items'")]</c>. Where is SQL over the columns of either table, or null for all. Over those of the
    /// referencing one (which is tried first) it says which rows are bound: a polymorphic reference is one for each table
    /// that it may lead to. Over those of the referenced one, whose name may stand before them, it says which rows are
    /// meant. None by default.
    /// </summary>
    public ImmutableArray<(string From, string To, string? Where)> References { get; init; } = [];

    /// <summary>
    /// Whether the snapshot may replace one of more tables, whose files then go. Default false. A table that the source no
    /// longer has is no matter.
    /// </summary>
    public bool Replace { get; init; }

    /// <summary>
    /// The schemas to sample; empty (the default) means every schema. Tables elsewhere that theirs reference come
    /// along.
    /// </summary>
    public ImmutableArray<string> Schemas { get; init; } = [];

    /// <summary>Receives diagnostics. Nobody by default.</summary>
    public ILogger? Logger { get; init; }
}
