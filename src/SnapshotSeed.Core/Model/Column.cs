namespace SnapshotSeed.Model;

/// <summary>A column of a table.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">
/// The type with modifiers as format_type prints it, qualified outside pg_catalog: <c>numeric(10,2)</c>,
/// <c>public.mood</c>.
/// </param>
internal sealed record Column(string Name, string Type)
{
    /// <summary>Whether the column accepts NULL. A domain may still refuse it.</summary>
    public bool IsNullable { get; init; } = true;

    public IdentityKind Identity { get; init; }

    /// <summary>
    /// Whether PostgreSQL generates the values (stored or virtual). Such columns are never exported or inserted.
    /// </summary>
    public bool IsGenerated { get; init; }

    /// <summary>Whether the configuration excludes it from snapshots.</summary>
    internal bool IsSkipped { get; init; }

    /// <summary>Whether an INSERT may omit the column although it is NOT NULL.</summary>
    public bool HasDefault { get; init; }

    /// <summary>Whether the role has SELECT on it.</summary>
    public bool CanSelect { get; init; } = true;

    /// <summary>
    /// The type without modifiers (of a domain the base type), as quoted SQL. An explicit cast to <c>varchar(3)</c> or
    /// <c>bit(3)</c> cuts a longer value silently. A cast to the bare type, followed by the assignment of an INSERT,
    /// refuses it.
    /// </summary>
    internal string BareType { get; init; } = Type;

    /// <summary>Whether the type, or the base type of a domain, is an enum.</summary>
    internal bool IsEnum { get; init; }

    internal bool IsDomain { get; init; }

    /// <summary>
    /// Whether a cast from text would do something else than the type's input function: a cast that a user created, or
    /// the cast to regclass, which accepts only names.
    /// </summary>
    internal bool HasCastFromText { get; init; }

    /// <summary>Whether the type has an order. The types json, xml and point have none.</summary>
    internal bool IsOrderable { get; init; } = true;

    /// <summary>
    /// Whether the type compares texts inside by a collation that COLLATE cannot replace: jsonb by the database's, a
    /// composite type by those of its fields.
    /// </summary>
    internal bool HasHiddenCollation { get; init; }

    /// <summary>
    /// The COLLATE clause that gives an expression of the bare type the column's collation; empty if the type has it.
    /// </summary>
    internal string Collation { get; init; } = "";

    /// <summary>
    /// Whether the collation orders other than by code points. Sorting then needs COLLATE "C" to be the same
    /// everywhere.
    /// </summary>
    internal bool HasLinguisticOrder { get; init; }
}
