using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Eligibility;

internal static class ReferenceConditions
{
    /// <summary>The key does not bind the row, or, under MATCH SIMPLE, one of the columns is NULL.</summary>
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

    /// <summary>The row <c>c</c> references the row <c>p</c>.</summary>
    public static Sql References(this ForeignKey key) =>
        key.Matches((Sql)$"p", Sql (column) => $"c.{new Identifier(column)}");

    /// <summary>Under OR a hashed subplan, so PostgreSQL can stop early; alone it would become a join.</summary>
    public static Sql IsAmong(this ForeignKey key, KeyValues values)
    {
        Sql column = $"c.{new Identifier(key.Columns[0])}";
        return $"(false OR {column} OPERATOR(pg_catalog.=) ANY (SELECT k FROM unnest({values.ToArray()}) k))";
    }

    public static Sql Dangles(this ForeignKey key, Table table, KeyValues all) =>
        $"coalesce(NOT ({key.IsMissing(table, (Sql)$"c")} OR {key.IsAmong(all)}), false)";

    /// <summary>All rows that overlap the period of the row <c>c</c> must be chosen.</summary>
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

    /// <summary>An EXISTS becomes a join that can start from either end; under OR it would be planned twice.</summary>
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
