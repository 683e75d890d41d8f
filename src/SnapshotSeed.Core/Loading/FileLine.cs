using System.Globalization;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>
/// Where a row of the snapshot stands, for messages. Rows are counted from 1, as PostgreSQL's WITH ORDINALITY does.
/// </summary>
internal static class FileLine
{
    /// <summary>File and line: <c>users.tsv line 3</c>.</summary>
    public static string Of(TableLoad load, TsvRows rows, long row) =>
        string.Create(CultureInfo.InvariantCulture, $"{load.Source.Manifest.File} line {rows.Lines[row - 1]}");

    /// <summary>File, line and, where the row has one, its key: <c>users.tsv line 3 (id = 2)</c>.</summary>
    public static string WithKey(TableLoad load, TsvRows rows, long row) =>
        load.RowKey is { } key
            ? $"{Of(load, rows, row)} ({string.Join(", ", key.Columns.Select(name => $"{name} = {rows.Values[StagedRows.IndexOf(load, name)][row - 1]}"))})"
            : Of(load, rows, row);
}
