using System.Collections.Immutable;

namespace SnapshotSeed.Options;

/// <summary>Export options of one table. By default the table follows <see cref="ExportOptions"/>.</summary>
public sealed record TableExportOptions
{
    /// <summary>Rows to take from this table; 0 takes only rows that others reference. Null: the general limit.</summary>
    public int? Limit { get; init; }

    /// <summary>Minimum rows of this table, even beyond limits and headroom. Null: the general floor.</summary>
    public int? Floor { get; init; }

    /// <summary>Which rows of this table to prefer. Null: the general order.</summary>
    public Order? Order { get; init; }

    /// <summary>
    /// Conditions that all must hold, as SQL over the table's own columns, which the table's name may qualify. Functions
    /// and types outside pg_catalog need their schema. Rows that fail, and rows that reference such rows, are excluded.
    /// None by default.
    /// </summary>
    public ImmutableArray<string> Where { get; init; } = [];

    /// <summary>
    /// Tables that reference this one: with each row, all rows of these tables that reference it are exported. Limits and
    /// headroom hold for them together. None by default.
    /// </summary>
    public ImmutableArray<string> With { get; init; } = [];

    /// <summary>Options of single columns, by name. None by default.</summary>
    public IDictionary<string, ColumnExportOptions> Columns
    {
        get;
        init => field = new ByTable<ColumnExportOptions>(value);
    } = new ByTable<ColumnExportOptions>();
}
