namespace SnapshotSeed.Catalog.Queries;

/// <summary>The type of a domain is its base type. All types are quoted SQL; collation 0 is none.</summary>
internal sealed record ColumnType(string BareType, uint Collation)
{
    /// <summary>Of a domain; 0 for other types.</summary>
    public uint Base { get; init; }

    public bool HasDefault { get; init; }

    public bool HasCastFromText { get; init; }

    public bool IsOrderable { get; init; }

    public bool HasHiddenCollation { get; init; }

    public bool IsEnum { get; init; }

    public bool IsDomain => Base != 0;

    /// <summary>A domain's values are stored and compared as its base type.</summary>
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
