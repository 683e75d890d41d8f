using System.Collections.Immutable;
using SnapshotSeed.Options;

namespace SnapshotSeed.Results;

/// <summary>The result of an export.</summary>
/// <param name="Database">The name of the source database.</param>
/// <param name="Tables">The exported tables in load order.</param>
public sealed record ExportResult(string Database, ImmutableArray<ExportedTable> Tables)
{
    /// <summary>Warnings as sentences, such as missing parent rows in the source.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>How long the export took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The snapshot folder, as it was given.</summary>
    public string Folder { get; init; } = "";

    /// <summary>
    /// Suggestions for <see cref="TableExportOptions.With"/>: for a table, the child tables of which not all rows were
    /// exported. Only child tables count that reference it by a part of their own key, or ON DELETE CASCADE.
    /// </summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> Suggestions { get; init; } =
        new ByTable<ImmutableArray<string>>();

    /// <summary>The requested rows of all tables.</summary>
    public long Asked => Tables.Sum(table => table.Asked);

    /// <summary>How many of the requested rows were exported.</summary>
    public long Obtained => Tables.Sum(table => Math.Min(table.Rows, table.Asked));

    /// <summary>The rows beyond their table's limit, all of them parent rows.</summary>
    public long BeyondLimit => Tables.Sum(table => table.BeyondLimit);

    /// <summary>The report of the tool, with settings by the names of their properties.</summary>
    public override string ToString() => new ReportText(option => option.InLibrary).Export(this, Folder);
}
