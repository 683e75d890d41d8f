namespace SnapshotSeed.IntegrationTests.Snapshots;

/// <summary>One table of a snapshot: what the manifest says and what the file holds.</summary>
internal sealed record FolderTable(
    string Name,
    string File,
    int Rows,
    int Sampled,
    int Backfilled,
    string[] Columns,
    List<string?[]> Records,
    FolderForeignKey[] References,
    string[][] Keys
)
{
    public IReading Reading { get; init; } = new AsWritten();

    /// <summary>
    /// What a row references through a key, as one text to compare, or null where it references nothing.
    /// </summary>
    public string? Tuple(string?[] record, FolderForeignKey key) =>
        Reading.Binds(this, record, key) ? Tuple(record, key.Columns) : null;

    /// <summary>The values of some columns, as one text to compare, or null where one of them is NULL.</summary>
    public string? Tuple(string?[] record, string[] columns)
    {
        var values = columns.Select(column => Reading.Value(this, record, column)).ToList();
        return values.Contains(null) ? null : string.Join('|', values.Select(value => $"{value!.Length}:{value}"));
    }

    public static string Whole(string?[] record) =>
        string.Join('|', record.Select(value => value is null ? "-" : $"{value.Length}:{value}"));
}
