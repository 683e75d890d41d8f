using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SnapshotSeed.Options;

/// <summary>What to export. The defaults take a hundred rows of every table.</summary>
public sealed record ExportOptions
{
    /// <summary>Rows to take from each table, 0 or more; parent rows may exceed it. Default 100.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>
    /// Minimum rows per table with data, even beyond limits and headroom. Null, the default, is a tenth of the limit, at
    /// least 1 and at most 10. It never exceeds the limit.
    /// </summary>
    public int? Floor { get; init; }

    /// <summary>
    /// Parent rows that a table may have beyond its limit. Null, the default, is the largest limit of any table. A larger
    /// number fills more tables, a smaller one keeps parent tables small.
    /// </summary>
    public int? Headroom { get; init; }

    /// <summary>Which rows to prefer. Default <see cref="Order.Key"/>.</summary>
    public Order Order { get; init; } = Order.Key;

    /// <summary>The schemas to export; empty (the default) means all. Referenced tables of other schemas come along.</summary>
    public ImmutableArray<string> Schemas { get; init; } = [];

    /// <summary>
    /// The tables to export, by name, pattern (<c>audit.*</c>) or group; empty (the default) means all. Referenced tables
    /// come along.
    /// </summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>
    /// Tables to exclude, by name, pattern or group. Rows that reference their rows are excluded as well. None by default.
    /// </summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>
    /// Options of single tables, by <c>table</c> or <c>schema.table</c>: <c>Tables = { ["orders"] = new() { Limit = 20 }
    /// }</c>. They are copied, and sorted by name. None by default.
    /// </summary>
    public IDictionary<string, TableExportOptions> Tables
    {
        get;
        init => field = new ByTable<TableExportOptions>(value);
    } = new ByTable<TableExportOptions>();

    /// <summary>
    /// Rows that are always exported, with all rows that they reference. They count towards limits, and may exceed them.
    /// None by default.
    /// </summary>
    public ImmutableArray<Include> Include { get; init; } = [];

    /// <summary>Foreign keys that the database does not declare; the export follows them as well. None by default.</summary>
    public ImmutableArray<Reference> References { get; init; } = [];

    /// <summary>Names for several tables or other groups, in lists of tables. None by default.</summary>
    public IDictionary<string, ImmutableArray<string>> Groups
    {
        get;
        init => field = new ByTable<ImmutableArray<string>>(value);
    } = new ByTable<ImmutableArray<string>>();

    /// <summary>
    /// Tables of migration tools that SnapshotSeed does not know, each with its version column, whose greatest value is the
    /// newest version. Their rows are never exported. None by default.
    /// </summary>
    public IDictionary<string, string> MigrationTables
    {
        get;
        init => field = new ByTable<string>(value);
    } = new ByTable<string>();

    /// <summary>
    /// Whether the export may replace a snapshot that has more tables, and delete their files. Default false. A table that
    /// the source no longer has does not count.
    /// </summary>
    public bool Replace { get; init; }

    /// <summary>
    /// Opens a second connection to the source, on which a large export does a part of its work. Null, the default, means
    /// one connection; with a data source an export opens a second one by itself.
    /// </summary>
    public Func<CancellationToken, ValueTask<NpgsqlConnection>>? OpenAnother { get; init; }

    /// <summary>Receives diagnostics. None by default.</summary>
    public ILogger? Logger { get; init; }
}
