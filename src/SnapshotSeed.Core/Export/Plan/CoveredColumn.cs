using System.Text.RegularExpressions;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Plan;

/// <summary>If not <paramref name="IsAlways"/>, its values are shown only if they are few.</summary>
internal sealed record CoveredColumn(Column Column, bool IsAlways)
{
    /// <summary>A number for the value of the row <c>c</c>; NULL for NULL.</summary>
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
