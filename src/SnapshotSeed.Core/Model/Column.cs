namespace SnapshotSeed.Model;

/// <summary>The type has its modifiers, as format_type prints it, and its schema outside pg_catalog.</summary>
internal sealed record Column(string Name, string Type)
{
    /// <summary>A domain may still refuse NULL.</summary>
    public bool IsNullable { get; init; } = true;

    public IdentityKind Identity { get; init; }

    /// <summary>Stored or virtual. Such columns are never exported or inserted.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>Whether the configuration excludes it from snapshots.</summary>
    internal bool IsSkipped { get; init; }

    /// <summary>Whether an INSERT may omit the column although it is NOT NULL.</summary>
    public bool HasDefault { get; init; }

    public bool CanSelect { get; init; } = true;

    /// <summary>Without modifier or domain, as quoted SQL: a cast to <c>varchar(3)</c> cuts longer values.</summary>
    internal string BareType { get; init; } = Type;

    /// <summary>Of a domain, the base type counts.</summary>
    internal bool IsEnum { get; init; }

    internal bool IsDomain { get; init; }

    /// <summary>Unlike the type's input function: a user's cast, or that to regclass, which takes only names.</summary>
    internal bool HasCastFromText { get; init; }

    /// <summary>The types json, xml and point have no order.</summary>
    internal bool IsOrderable { get; init; } = true;

    /// <summary>COLLATE cannot replace it: jsonb compares by the database's, a composite type by its fields'.</summary>
    internal bool HasHiddenCollation { get; init; }

    /// <summary>The COLLATE clause that an expression of the bare type needs; empty if it needs none.</summary>
    internal string Collation { get; init; } = "";

    /// <summary>Other than by code points. Sorting then needs COLLATE "C" to be the same everywhere.</summary>
    internal bool HasLinguisticOrder { get; init; }
}
