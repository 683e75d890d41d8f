namespace SnapshotSeed.Model;

/// <summary>A column of a table, in the table's own column order.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">
/// Its type with modifiers as format_type prints it, qualified outside pg_catalog: <c>numeric(10,2)</c>,
/// <c>public.mood</c>.
/// </param>
internal sealed record Column(string Name, string Type)
{
    /// <summary>Whether the column itself accepts NULL (a domain may still refuse it).</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>Whether it is an identity column, and of which kind.</summary>
    public IdentityKind Identity { get; init; }

    /// <summary>
    /// Whether PostgreSQL computes it (stored or virtual): such columns are never exported or inserted.
    /// </summary>
    public bool IsGenerated { get; init; }

    /// <summary>Whether a user leaves it out of snapshots.</summary>
    internal bool IsSkipped { get; init; }

    /// <summary>Whether an INSERT may leave it out although it is NOT NULL.</summary>
    public bool HasDefault { get; init; }

    /// <summary>Whether the connected role may read it.</summary>
    public bool CanSelect { get; init; } = true;

    /// <summary>
    /// The type without modifiers (the base type of a domain), as quoted SQL. An explicit cast to <c>varchar(3)</c> or
    /// <c>bit(3)</c> cuts a longer value silently; a cast to the bare type followed by the assignment of an INSERT
    /// refuses it.
    /// </summary>
    internal string BareType { get; init; } = Type;

    /// <summary>Whether its type, or the base type of its domain, is an enum.</summary>
    internal bool IsEnum { get; init; }

    /// <summary>Whether its type is a domain.</summary>
    internal bool IsDomain { get; init; }

    /// <summary>
    /// Whether there is a cast from text to its type that does otherwise than the type's input function, in whose place
    /// SQL would call it: one that someone made, or that of regclass, which knows only names.
    /// </summary>
    internal bool HasCastFromText { get; init; }

    /// <summary>Whether its type has an order of its own (json, xml, point have none).</summary>
    internal bool IsOrderable { get; init; } = true;

    /// <summary>
    /// Whether its type compares the texts within by a collation that no COLLATE replaces: that of jsonb is the
    /// database's, that of a composite type its fields'.
    /// </summary>
    internal bool HasHiddenCollation { get; init; }

    /// <summary>
    /// The COLLATE that gives an expression of its bare type the collation of the column, where that is not the type's
    /// own; else nothing.
    /// </summary>
    internal string Collation { get; init; } = "";

    /// <summary>
    /// Whether its collation orders otherwise than by code points, so that sorting needs COLLATE "C" to be the same
    /// everywhere.
    /// </summary>
    internal bool HasLinguisticOrder { get; init; }
}
