using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>
/// The values of a referenced column in all chosen rows of its table: what rows of other tables are then asked for,
/// instead of the places behind which PostgreSQL would look the values up. Only of types whose equal values are the
/// same value, so that nothing depends on how one is written.
/// </summary>
internal sealed class KeyValues
{
    // PostgreSQL hashes as many as fit into work_mem, which is pinned; from there on it would compare each row with
    // each value.
    private const int Most = 1_000_000;

    private readonly List<long> numbers = [];
    private readonly List<Guid> uuids = [];
    private readonly bool isUuid;

    private KeyValues(Column column, int index)
    {
        Column = column;
        Index = index;
        isUuid = column.Type == "uuid";
    }

    /// <summary>The referenced column.</summary>
    public Column Column { get; }

    /// <summary>Which of its table's stored columns it is.</summary>
    public int Index { get; }

    public int Count => numbers.Count + uuids.Count;

    /// <summary>Collects the values of those columns that are referenced and of such a type.</summary>
    /// <param name="table">Their table.</param>
    /// <param name="isReferenced">Whether a column is.</param>
    public static List<KeyValues> Of(Table table, Func<string, bool> isReferenced) =>
        [
            .. table
                .StoredColumns.Select((column, index) => new KeyValues(column, index))
                .Where(values =>
                    values.Column.Type is "smallint" or "integer" or "bigint" or "uuid"
                    && isReferenced(values.Column.Name)
                ),
        ];

    /// <summary>
    /// The values that a key may reference in chosen rows; null where they are not known, too many, or not all that the
    /// key asks for.
    /// </summary>
    public static KeyValues? For(ForeignKey foreignKey, ChosenRows chosen) =>
        Suffice(foreignKey)
            ? chosen.Keys.Find(values => values.Column.Name == foreignKey.ReferencedColumns[0] && values.Count <= Most)
            : null;

    /// <summary>Whether a key asks for the value of one column only, by the common equality.</summary>
    public static bool Suffice(ForeignKey foreignKey) =>
        foreignKey
            is {
                ReferencedColumns.Length: 1,
                IsTemporal: false,
                ReferencedPartitions: null,
                EqualityOperators: ["OPERATOR(pg_catalog.=)"]
            };

    /// <param name="text">A value as PostgreSQL writes it; null for NULL, which nothing references.</param>
    public void Add(string? text)
    {
        if (text is null)
            return;
        if (isUuid)
            uuids.Add(Guid.ParseExact(text, "D"));
        else
            numbers.Add(long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    /// <summary>All of them as an array.</summary>
    public NpgsqlParameter ToParameter() =>
        isUuid ? RowIdParameter.Array(uuids, NpgsqlDbType.Uuid) : RowIdParameter.Array(numbers, NpgsqlDbType.Bigint);
}
