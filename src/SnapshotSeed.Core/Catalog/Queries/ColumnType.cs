namespace SnapshotSeed.Catalog.Queries;

/// <summary>The facts that a column has from its type.</summary>
/// <param name="BareType">The type, or a domain's base type, as quoted SQL.</param>
/// <param name="Collation">The oid of its collation; 0 for none.</param>
internal sealed record ColumnType(string BareType, uint Collation)
{
    /// <summary>The oid of a domain's base type; 0 for other types.</summary>
    public uint Base { get; init; }

    public bool HasDefault { get; init; }

    public bool HasCastFromText { get; init; }

    public bool IsOrderable { get; init; }

    public bool HasHiddenCollation { get; init; }

    public bool IsEnum { get; init; }

    public bool IsDomain => Base != 0;

    /// <summary>Replaces a domain by its base type, as which its values are stored and compared.</summary>
    public ColumnType On(Dictionary<uint, ColumnType> types)
    {
        if (!IsDomain)
            return this;
        var stored = this;
        while (stored.IsDomain && types.TryGetValue(stored.Base, out var on))
            stored = on;
        return stored with { Base = Base, HasDefault = HasDefault, IsOrderable = IsOrderable };
    }
}
