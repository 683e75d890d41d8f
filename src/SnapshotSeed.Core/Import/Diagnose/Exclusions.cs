using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>As <see cref="Collisions"/>, for expressions, partial indexes and exclusion, and in the file.</summary>
internal static class Exclusions
{
    public static Task<List<RowProblem>> FindAsync(
        RowCheck check,
        UniqueRule rule,
        CancellationToken cancellationToken
    ) =>
        check.ProblemsAsync(
            Question(check, rule),
            reader =>
                check.Problem(RowProblemKind.Exclusion, reader.GetInt64(0), withKey: true) with
                {
                    Holder = reader.IsDBNull(1) ? null : check.HolderInWords(reader.GetString(1)),
                    OtherLine = reader.IsDBNull(2) ? null : check.Rows.Lines[reader.GetInt64(2) - 1],
                    Columns = rule.Expressions,
                    Constraint = rule.Name,
                },
            cancellationToken
        );

    // The rule's expressions speak of the table's columns by themselves, or behind its bare name.
    private static Sql Question(RowCheck check, UniqueRule rule)
    {
        var table = new Identifier(check.Load.Table.Name.Name);
        var expressions = Sql.List(rule.Expressions.Select(Sql (text, i) => $"{Sql.FromCatalog(text)} AS e{i}"));
        var predicate = Sql.FromCatalog(rule.Predicate);
        return $"""
            WITH staged AS MATERIALIZED (
                {check.Source}),
            given AS (
                SELECT "line " AS line, {expressions}
                FROM (SELECT s.line AS "line ", {check.AsTable} FROM staged s) AS {table}
                WHERE {predicate}),
            held AS (
                SELECT {check.Holder($"{table}")} AS holder, {expressions}
                FROM {check.Load.Table.From()} AS {table}
                WHERE {predicate})
            SELECT s.line, min(t.holder), NULL::bigint
            FROM staged s JOIN given g ON g.line = s.line JOIN held t ON {Excludes(rule, $"t")}
            WHERE NOT {MatchSql.IsThere(check.Load)}
            GROUP BY s.line
            UNION ALL
            SELECT g.line, NULL, min(h.line)
            FROM given g JOIN given h ON {Excludes(rule, $"h")}
            WHERE g.line < h.line
            GROUP BY g.line
            """;
    }

    private static Sql Excludes(UniqueRule rule, Sql held) =>
        Sql.All(rule.Operators.Select(Sql (sign, i) => $"{held}.e{i} {Sql.FromCatalog(sign)} g.e{i}"));
}
