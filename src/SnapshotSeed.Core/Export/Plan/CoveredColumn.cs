using System.Text.RegularExpressions;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Plan;

/// <summary>A column whose values a snapshot is to show.</summary>
/// <param name="Column">The column.</param>
/// <param name="IsAlways">
/// Whether to show all values: of an enum, a flag, or a column in the condition of a virtual key. Other columns only if
/// their values are few.
/// </param>
internal sealed record CoveredColumn(Column Column, bool IsAlways)
{
    /// <summary>Expression: a number for the value of the row <c>c</c>; NULL for NULL.</summary>
    public Sql Shown => $"hashtextextended(c.{Column}::text COLLATE pg_catalog.\"C\", 0)";

    public static IEnumerable<CoveredColumn> Of(Table table) =>
        table.StoredColumns.Select(column => new CoveredColumn(column, IsAlwaysShown(table, column)));

    private static bool IsAlwaysShown(Table table, Column column) =>
        column.IsEnum
        || column.BareType == "pg_catalog.\"bool\""
        || table.ForeignKeys.Any(key => key.IsVirtual && Names(key.Name, column.Name));

    // A virtual key is named after its condition.
    private static bool Names(string condition, string column) =>
        Regex.IsMatch(condition, $@"(?<!\w){Regex.Escape(column)}(?!\w)", RegexOptions.CultureInvariant);
}
