namespace SnapshotSeed.Model;

/// <summary>The name of a table as PostgreSQL stores it, unquoted. Names are ordered ordinally.</summary>
internal sealed record TableName(string Schema, string Name) : IComparable<TableName>
{
    // Most look-ups of facts about tables use it.
    private readonly int hash = HashCode.Combine(Schema, Name);

    /// <summary>Parts with a dot, comma or quote are quoted as in SQL, so that no two tables look the same.</summary>
    public string Qualified => $"{Shown(Schema)}.{Shown(Name)}";

    /// <summary>The table that a bare name, or a name behind its schema, would be.</summary>
    public static TableName Of(string name) =>
        name.Split('.', 2) is [var schema, var bare] ? new(schema, bare) : new("public", name);

    public bool Equals(TableName? other) =>
        ReferenceEquals(this, other) || (other is not null && Schema == other.Schema && Name == other.Name);

    public override int GetHashCode() => hash;

    public int CompareTo(TableName? other)
    {
        if (other is null)
        {
            return 1;
        }

        var bySchema = string.CompareOrdinal(Schema, other.Schema);
        return bySchema != 0 ? bySchema : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>The name in reports: <see cref="Qualified"/>, or without the schema if that is <c>public</c>.</summary>
    public override string ToString() => Schema == "public" ? Shown(Name) : Qualified;

    public static bool operator <(TableName left, TableName right) => left.CompareTo(right) < 0;

    public static bool operator >(TableName left, TableName right) => left.CompareTo(right) > 0;

    public static bool operator <=(TableName left, TableName right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TableName left, TableName right) => left.CompareTo(right) >= 0;

    private static string Shown(string part) =>
        part.AsSpan().ContainsAny('.', ',', '"') ? new Identifier(part).ToString() : part;
}
