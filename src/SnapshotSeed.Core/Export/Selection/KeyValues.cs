using System.Globalization;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Selection;

/// <summary>
/// Rows of other tables are compared with these values instead of places, behind which PostgreSQL would look the values
/// up. Only for types in which equal values have one text.
/// </summary>
internal sealed class KeyValues
{
    // PostgreSQL hashes what fits into the pinned work_mem. Beyond that it compares each row with each value.
    private const int Most = 1_000_000;

    private const string Uuid = "uuid";

    private readonly List<long> numbers = [];
    private readonly List<Guid> uuids = [];
    private readonly bool isUuid;
    private readonly Lazy<Parameter> parameter;

    public KeyValues(Column column)
    {
        (Column, isUuid) = (column, column.Type == Uuid);
        parameter = new(() => isUuid ? Parameter.Uuids(uuids) : Parameter.Numbers(numbers));
    }

    public Column Column { get; }

    public int Count => numbers.Count + uuids.Count;

    /// <summary>No value may be added after the first call.</summary>
    public Sql ToArray() => $"{parameter.Value}::{Sql.FromCatalog(Column.Type)}[]";

    public static bool CanHold(Column column) => column.Type is "smallint" or "integer" or "bigint" or Uuid;

    /// <summary>Null if they are not known, too many, or not enough for the key.</summary>
    public static KeyValues? For(ForeignKey foreignKey, ChosenRows chosen) =>
        Suffice(foreignKey)
            ? chosen.Keys.FirstOrDefault(values =>
                values.Column.Name == foreignKey.ReferencedColumns[0] && values.Count <= Most
            )
            : null;

    /// <summary>Whether a key compares one column only, by the common equality.</summary>
    public static bool Suffice(ForeignKey foreignKey) =>
        foreignKey
            is {
                ReferencedColumns.Length: 1,
                IsTemporal: false,
                ReferencedPartitions: null,
                ReferencedWhere: null,
                EqualityOperators: ["OPERATOR(pg_catalog.=)"]
            };

    /// <param name="text">PostgreSQL's text; null for NULL, which no key references.</param>
    public void Add(string? text)
    {
        if (text is null)
            return;
        if (isUuid)
            uuids.Add(Guid.ParseExact(text, "D"));
        else
            numbers.Add(long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }
}
