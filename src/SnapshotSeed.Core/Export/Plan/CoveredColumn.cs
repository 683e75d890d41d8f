using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Plan;

/// <summary>If not <paramref name="IsAlways"/>, its values are shown only if they are few.</summary>
internal sealed record CoveredColumn(Column Column, bool IsAlways)
{
    private const string Flag = "pg_catalog.\"bool\"";

    /// <summary>By a CHECK constraint.</summary>
    public ImmutableArray<string> Listed { get; private init; } = [];

    public bool IsIndexed { get; private init; }

    /// <summary>A number for the value of the row <c>c</c>; NULL for NULL.</summary>
    public Sql Shown => NumberOf((Sql)$"c.{Column}");

    /// <summary>Query: the values that the catalog allows, whether rows have them or not; empty if it lists none.</summary>
    public Sql Known =>
        Column.IsEnum ? $"SELECT unnest(enum_range(NULL::{BareType}))"
        : Column.BareType == Flag ? $"SELECT unnest(ARRAY[false, true])"
        : Listed.IsEmpty || !HasOwnType ? Sql.Empty
        : $"SELECT unnest({Parameter.Texts([.. Listed])})::{BareType}";

    /// <summary>Whether PostgreSQL's own operators compare the values, which need no search_path.</summary>
    public bool HasOwnType =>
        Column.IsEnum || Column.BareType.StartsWith("pg_catalog.", StringComparison.Ordinal) && Column.IsOrderable;

    public Sql BareType => Sql.FromCatalog(Column.BareType);

    public static Sql NumberOf(Sql value) => $"hashtextextended({value}::text COLLATE pg_catalog.\"C\", 0)";

    public static IEnumerable<CoveredColumn> Of(Table table) => table.StoredColumns.Select(column => Of(table, column));

    private static CoveredColumn Of(Table table, Column column)
    {
        var listed = ValueList.Of(column, table.Checks);
        return new(column, !listed.IsEmpty || IsAlwaysShown(table, column))
        {
            Listed = listed,
            IsIndexed = table.HasIndexOn([column.Name]),
        };
    }

    private static bool IsAlwaysShown(Table table, Column column) =>
        column.IsEnum
        || column.BareType == Flag
        || table.ForeignKeys.Any(key => key.IsVirtual && Names(key.Name, column.Name));

    // A virtual key is named after its condition.
    private static bool Names(string condition, string column) =>
        Regex.IsMatch(condition, $@"(?<!\w){Regex.Escape(column)}(?!\w)", RegexOptions.CultureInvariant);
}
