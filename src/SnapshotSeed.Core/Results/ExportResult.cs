using System.Collections.Immutable;
using SnapshotSeed.Options;

namespace SnapshotSeed.Results;

/// <summary>What an export has written, table by table in load order.</summary>
/// <param name="Database">The source database's name.</param>
/// <param name="Tables">The tables.</param>
public sealed record ExportResult(string Database, ImmutableArray<ExportedTable> Tables)
{
    /// <summary>What a reader should know: references that lead nowhere, rows that came without what belongs to them.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The folder.</summary>
    public string Folder { get; init; } = "";

    /// <summary>
    /// What <see cref="TableExportOptions.With"/> could name: tables whose rows came without all rows of another one that belong
    /// to them (these reference them by a part of their own key, or ON DELETE CASCADE).
    /// </summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> Suggestions { get; init; } =
        new ByTable<ImmutableArray<string>>();

    /// <summary>How many rows were asked for in all.</summary>
    public long Asked => Tables.Sum(table => table.Asked);

    /// <summary>How many of those came.</summary>
    public long Obtained => Tables.Sum(table => Math.Min(table.Rows, table.Asked));

    /// <summary>How many rows came beyond their table's limit, because others reference them.</summary>
    public long BeyondLimit => Tables.Sum(table => table.BeyondLimit);

    /// <summary>The report of the tool, with settings by the names of their properties.</summary>
    public override string ToString() => new ReportText(option => option.InLibrary).Export(this, Folder);
}
