namespace SnapshotSeed.Catalog.Queries;

/// <summary>What a column has of its type.</summary>
/// <param name="BareType">The type, or a domain's base type, as quoted SQL.</param>
/// <param name="Collation">Its collation's oid; 0 for none.</param>
internal sealed record ColumnType(string BareType, uint Collation)
{
    /// <summary>The oid of the type that a domain stands on; 0 for another type.</summary>
    public uint Base { get; init; }

    public bool HasDefault { get; init; }

    public bool HasCastFromText { get; init; }

    public bool IsOrderable { get; init; }

    public bool HasHiddenCollation { get; init; }

    public bool IsEnum { get; init; }

    public bool IsDomain => Base != 0;

    /// <summary>A domain is stored and compared as what it stands on.</summary>
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
