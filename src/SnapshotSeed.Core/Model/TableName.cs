namespace SnapshotSeed.Model;

/// <summary>
/// The name of a table: schema and name exactly as PostgreSQL stores them, unquoted. Ordered ordinally.
/// </summary>
/// <param name="Schema">The schema, such as <c>public</c>.</param>
/// <param name="Name">The table's own name.</param>
internal sealed record TableName(string Schema, string Name) : IComparable<TableName>
{
    // Everything that is known of tables is looked up by it.
    private readonly int hash = HashCode.Combine(Schema, Name);

    /// <summary>
    /// Schema and name joined by a dot; one that holds a dot, a comma or a quote is quoted as in SQL, so that no two
    /// tables look the same.
    /// </summary>
    public string Qualified => $"{Shown(Schema)}.{Shown(Name)}";

    /// <inheritdoc/>
    public bool Equals(TableName? other) =>
        ReferenceEquals(this, other) || (other is not null && Schema == other.Schema && Name == other.Name);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <inheritdoc/>
    public int CompareTo(TableName? other)
    {
        if (other is null)
        {
            return 1;
        }

        var bySchema = string.CompareOrdinal(Schema, other.Schema);
        return bySchema != 0 ? bySchema : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>The name as reports show it: without the schema where that is <c>public</c>.</summary>
    public override string ToString() => Schema == "public" ? Shown(Name) : Qualified;

    /// <summary>Ordinal order.</summary>
    public static bool operator <(TableName left, TableName right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(TableName left, TableName right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(TableName left, TableName right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(TableName left, TableName right) => left.CompareTo(right) >= 0;

    private static string Shown(string part) =>
        part.AsSpan().ContainsAny('.', ',', '"') ? new Identifier(part).ToString() : part;
}
