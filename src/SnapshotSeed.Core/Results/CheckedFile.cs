using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>A checked file of a snapshot folder.</summary>
public sealed record CheckedFile
{
    internal CheckedFile(TableName name, string file, long rows, bool isEdited) =>
        (Name, File, Rows, IsEdited) = (name, file, rows, isEdited);

    /// <summary>The table as options name it: <c>orders</c>, or <c>audit.events</c> of a schema other than public.</summary>
    public string Table => Name.ToString();

    /// <summary>The file's name.</summary>
    public string File { get; init; }

    /// <summary>Its rows.</summary>
    public long Rows { get; init; }

    /// <summary>Whether it differs from the exported file.</summary>
    public bool IsEdited { get; init; }

    internal TableName Name { get; init; }
}
