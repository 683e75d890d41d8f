using Npgsql;
using NpgsqlTypes;

namespace SnapshotSeed.Postgres;

/// <summary>A value that is sent beside the text of a statement, once even if the text uses it several times.</summary>
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

    /// <summary>The statement states the type, because Npgsql does not know it.</summary>
    public static Parameter Untyped(string text) => new(text, NpgsqlDbType.Unknown);

    /// <summary>A new object for each command, because Npgsql's parameters belong to one.</summary>
    public NpgsqlParameter ToNpgsql() => new() { Value = value, NpgsqlDbType = type };

    /// <summary>Type and value, for tests.</summary>
    public override string ToString() => $"{type} {(value is Array array ? $"[{array.Length}]" : value)}";
}
