using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace SnapshotSeed.Options;

/// <summary>
/// A virtual foreign key, which the database does not declare: <c>new Reference("content_tags", ["content_id"], "articles",
/// ["id"])</c>. A polymorphic reference is one for each table that it may lead to, each with a condition.
/// </summary>
/// <param name="Table">The referencing table.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="ReferencedTable">The referenced table.</param>
/// <param name="ReferencedColumns">The columns of a unique key of it, in the order of <paramref name="Columns"/>.</param>
public sealed partial record Reference(
    string Table,
    ImmutableArray<string> Columns,
    string ReferencedTable,
    ImmutableArray<string> ReferencedColumns
)
{
    /// <summary>
    /// SQL over the columns of either table; null (the default) means all rows. Over columns of the referencing table, which
    /// is tried first, it says which rows reference. Over columns of the referenced table, which its name may qualify, it
    /// says which rows are referenced.
    /// </summary>
    public string? Where { get; init; }

    /// <inheritdoc/>
    public bool Equals(Reference? other) =>
        other is not null
        && (Table, ReferencedTable, Where) == (other.Table, other.ReferencedTable, other.Where)
        && Columns.SequenceEqual(other.Columns, StringComparer.Ordinal)
        && ReferencedColumns.SequenceEqual(other.ReferencedColumns, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ToString(), Where);

    /// <summary>Reads both sides as <c>table(column, column)</c>.</summary>
    /// <exception cref="FormatException">A side has another form.</exception>
    internal static Reference Parse(string from, string to, string? where = null)
    {
        var ((table, columns), (referenced, keys)) = (Side(from), Side(to));
        return new(table, columns, referenced, keys) { Where = where };
    }

    /// <summary>Reads as <c>content_tags(content_id) -> content_items(id)</c>.</summary>
    public override string ToString() =>
        $"{Table}({string.Join(", ", Columns)}) -> {ReferencedTable}({string.Join(", ", ReferencedColumns)})";

    private static (string Table, ImmutableArray<string> Columns) Side(string text)
    {
        var match = SidePattern().Match(text);
        if (!match.Success)
            throw new FormatException($"\"{text}\" does not have the form table(column)");
        var columns = match.Groups["columns"].Value.Split(',').Select(Unquoted);
        return (match.Groups["table"].Value, [.. columns]);
    }

    private static string Unquoted(string name) =>
        name.Trim() is ['"', .. var quoted, '"'] ? quoted.Replace("\"\"", "\"", StringComparison.Ordinal) : name.Trim();

    [GeneratedRegex(@"^\s*(?<table>[^(]*[^(\s])\s*\((?<columns>[^)]+)\)\s*$")]
    private static partial Regex SidePattern();
}
