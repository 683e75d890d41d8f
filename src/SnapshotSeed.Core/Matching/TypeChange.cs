using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Matching;

/// <summary>How the values of a column whose type has changed become values of the new type.</summary>
/// <param name="InSnapshot">The old type, as format_type printed it.</param>
internal sealed record TypeChange(string InSnapshot)
{
    private const string Json = "pg_catalog.\"jsonb\"";

    /// <summary>Whether the type has the same name in the target, and is made of something else there.</summary>
    public bool IsRemade { get; init; }

    /// <summary>
    /// The old type as the target knows it, without a modifier; null where it does not, or knows something else by its name:
    /// then the text is read by the new type, and has to come out of it as it is.
    /// </summary>
    public Sql? Old { get; init; }

    /// <summary>Whether the old type is one of texts, or of JSON as text.</summary>
    public bool IsText { get; init; }

    /// <summary>Whether there is a cast from the old type to the new one; else values go by way of their text.</summary>
    public bool HasCast { get; init; }

    /// <summary>Whether there is a cast back.</summary>
    public bool HasCastBack { get; init; }

    /// <summary>Whether values of the old type can be compared; else their texts are.</summary>
    public bool IsComparable { get; init; }

    /// <summary>A text of the old type as a value of a column.</summary>
    public Sql Value(Sql text, Column column)
    {
        if (Old is null)
            return ValueSql.Cast(text, column);
        Sql old = $"({text})::{Old}";
        return HasCast
            ? (Sql)$"({old})::{Sql.FromCatalog(column.BareType)}"
            : ValueSql.Cast($"({old})::pg_catalog.text", column);
    }

    /// <summary>
    /// Condition: what is stored is not all of the value, because the way back does not lead to it. JSON keeps neither
    /// spaces nor the order of keys, which are no part of its value.
    /// </summary>
    /// <param name="text">The text of the old type.</param>
    /// <param name="column">The column.</param>
    public Sql IsLost(Sql text, Column column)
    {
        var stored = ValueSql.AsStored(Value(text, column), column);
        if (Old is null)
            return $"pg_catalog.concat({stored}) <> {text}";
        if (IsText && column.BareType == Json)
            return $"false";
        Sql back = HasCastBack ? (Sql)$"({stored})::{Old}" : $"(({stored})::pg_catalog.text)::{Old}";
        Sql old = $"({text})::{Old}";
        return IsComparable
            ? (Sql)$"({back} = {old}) IS NOT TRUE"
            : $"pg_catalog.concat({back}) <> pg_catalog.concat({old})";
    }
}
