namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>
/// A type of key columns: a value for every number, and all its spellings that PostgreSQL holds for equal.
/// </summary>
/// <param name="Sql">The type, and its collation, as a column's definition has them.</param>
/// <param name="Spellings">The spellings of the value of a number, as input text.</param>
internal sealed record KeyType(string Sql, Func<int, string[]> Spellings)
{
    /// <summary>One text for all spellings, from how PostgreSQL writes any of them.</summary>
    public Func<string, string> Canonical { get; init; } = text => text;

    /// <summary>Whether equal values may be written differently.</summary>
    public bool IsSpeltDifferently { get; init; }

    public bool IsHashable { get; init; } = true;

    /// <summary>Other types whose columns may reference this one, with the same value for each number.</summary>
    public KeyType[] ReferencedFrom { get; init; } = [];

    public Func<Server, bool> Exists { get; init; } = _ => true;

    /// <summary>The type, or its stand-in on a server that does not know it.</summary>
    public KeyType On(Server server) => Exists(server) ? this : KeyTypes.Word;
}
