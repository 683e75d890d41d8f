using Npgsql;
using NpgsqlTypes;

namespace SnapshotSeed.Postgres;

/// <summary>
/// A value that travels beside the text of a statement. One that several places refer to is sent once.
/// </summary>
internal sealed class Parameter
{
    private readonly object value;
    private readonly NpgsqlDbType type;

    private Parameter(object value, NpgsqlDbType type)
    {
        this.value = value;
        this.type = type;
    }

    public static Parameter Text(string value) => new(value, NpgsqlDbType.Text);

    public static Parameter Texts(string?[] values) => new(values, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public static Parameter Numbers(IEnumerable<int> values) =>
        new(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Integer);

    public static Parameter Numbers(IEnumerable<long> values) =>
        new(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public static Parameter Oids(IEnumerable<uint> values) =>
        new(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Oid);

    public static Parameter Uuids(IEnumerable<Guid> values) =>
        new(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    /// <summary>A text whose type the statement says: Npgsql has none for it.</summary>
    public static Parameter Untyped(string text) => new(text, NpgsqlDbType.Unknown);

    /// <summary>A new one for each command: Npgsql's belong to one.</summary>
    public NpgsqlParameter ToNpgsql() => new() { Value = value, NpgsqlDbType = type };

    /// <summary>Type and value, for tests.</summary>
    public override string ToString() => $"{type} {(value is Array array ? $"[{array.Length}]" : value)}";
}
