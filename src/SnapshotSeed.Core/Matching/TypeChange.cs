using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Matching;

/// <summary>How values of a type that has changed become values of the new one.</summary>
internal sealed record TypeChange(string InSnapshot)
{
    private const string Json = "pg_catalog.\"jsonb\"";

    /// <summary>Whether the type has the same name in the target, and is made of something else there.</summary>
    public bool IsRemade { get; init; }

    /// <summary>Without a modifier. Null where the target has no such type: then the new type reads the text.</summary>
    public Sql? Old { get; init; }

    /// <summary>Whether the old type is one of texts, or of JSON as text.</summary>
    public bool IsText { get; init; }

    /// <summary>Else values go by way of their text.</summary>
    public bool HasCast { get; init; }

    public bool HasCastBack { get; init; }

    /// <summary>Else the texts are compared.</summary>
    public bool IsComparable { get; init; }

    public Sql Value(Sql text, Column column)
    {
        if (Old is null)
            return ValueSql.Cast(text, column);
        Sql old = $"({text})::{Old}";
        return HasCast
            ? (Sql)$"({old})::{Sql.FromCatalog(column.BareType)}"
            : ValueSql.Cast($"({old})::pg_catalog.text", column);
    }

    /// <summary>Whether the way back leads elsewhere. Spaces and order of keys are no part of a JSON value.</summary>
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
