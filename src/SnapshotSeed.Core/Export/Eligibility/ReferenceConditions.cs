using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>Conditions on what rows reference.</summary>
internal static class ReferenceConditions
{
    /// <summary>
    /// Condition: a row has no parent row by the key. The key does not bind it, or, under MATCH SIMPLE, one of the
    /// columns is NULL.
    /// </summary>
    public static Sql IsMissing(this ForeignKey key, Table table, Sql row)
    {
        var binds = key.Binds(row);
        return Sql.Any([
            Sql.When(!binds.IsEmpty, $"NOT {binds}"),
            .. key
                .Columns.Where(name => table.Column(name).IsNullable)
                .Select(Sql (name) => $"{row}.{new Identifier(name)} IS NULL"),
        ]);
    }

    /// <summary>Condition: the row <c>c</c> references the row <c>p</c>.</summary>
    public static Sql References(this ForeignKey key) =>
        key.Matches((Sql)$"p", Sql (column) => $"c.{new Identifier(column)}");

    /// <summary>
    /// Condition: the row <c>c</c> references one of these values. Under OR it is a hashed subplan, which keeps the
    /// order of the rows, so PostgreSQL can stop at the last wanted row. Alone it would become a join, which cannot.
    /// </summary>
    public static Sql IsAmong(this ForeignKey key, KeyValues values)
    {
        Sql column = $"c.{new Identifier(key.Columns[0])}";
        return $"(false OR {column} OPERATOR(pg_catalog.=) ANY (SELECT k FROM unnest({values.ToArray()}) k))";
    }

    /// <summary>Condition: the parent row of <c>c</c> is missing.</summary>
    public static Sql Dangles(this ForeignKey key, Table table, KeyValues all) =>
        $"coalesce(NOT ({key.IsMissing(table, (Sql)$"c")} OR {key.IsAmong(all)}), false)";

    /// <summary>
    /// Condition: all rows that <c>c</c> references by a temporal key are chosen, that is, all that overlap its period.
    /// </summary>
    public static Sql OverlapsOnly(ForeignKey key, Table referenced, ChosenRows chosen)
    {
        Sql overlapping = $"(SELECT count(*) FROM {referenced.From()} p WHERE {key.References()})";
        Sql chosenOfThem = $"(SELECT count(*) FROM {referenced.From(chosen, (Sql)$"p")} WHERE {key.References()})";
        return $"""
            ({overlapping} > 0
                AND {overlapping}
                    = {chosenOfThem})
            """;
    }

    /// <summary>
    /// Condition: a row has no parent row by the key, or only parent rows that pass a condition. A mandatory key gives
    /// an EXISTS, which PostgreSQL turns into a join that it can start from the other end. Under OR PostgreSQL would
    /// plan the EXISTS twice, with all conditions within.
    /// </summary>
    public static Sql ReferencesOnly(
        this ForeignKey key,
        Table table,
        Sql row,
        Table referenced,
        Sql alias,
        Sql condition
    )
    {
        var matches = key.Matches(alias, Sql (column) => $"{row}.{new Identifier(column)}");
        if (key.IsMandatory(table) && !key.IsTemporal && (key.IsValidated || !referenced.Conditions.IsEmpty))
            return $"EXISTS (SELECT FROM {referenced.From()} {alias} WHERE {Sql.All([matches, condition])})";

        // A missing parent row passes, unless a condition excludes it.
        Sql ifMissing = referenced.Conditions.IsEmpty ? (Sql)$"true" : $"false";
        return $"""
            ({key.IsMissing(table, row)} OR coalesce((
                SELECT bool_and({condition})
                FROM {referenced.From()} {alias}
                WHERE {matches}
            ), {ifMissing}))
            """;
    }
}
