using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>As <see cref="Collisions"/>, for expressions, partial indexes and exclusion, and in the file.</summary>
internal static class Exclusions
{
    /// <summary>Rows that one of the target keeps out, and the first of two in the file that keep each other out.</summary>
    public static Task<List<RowProblem>> FindAsync(
        RowCheck check,
        UniqueRule rule,
        CancellationToken cancellationToken
    ) => AskAsync(check, rule, Sql.UnionAll([Held(check, rule), Pairs(rule)]), cancellationToken);

    /// <summary>Rows that one of the target keeps out.</summary>
    public static Task<List<RowProblem>> HeldAsync(
        RowCheck check,
        UniqueRule rule,
        CancellationToken cancellationToken
    ) => AskAsync(check, rule, Held(check, rule), cancellationToken);

    /// <summary>Rows that an earlier one of the file keeps out, which none keeps out itself.</summary>
    public static Task<List<RowProblem>> LaterAsync(
        RowCheck check,
        UniqueRule rule,
        CancellationToken cancellationToken
    ) => AskAsync(check, rule, Later(rule), cancellationToken);

    private static Task<List<RowProblem>> AskAsync(
        RowCheck check,
        UniqueRule rule,
        Sql question,
        CancellationToken cancellationToken
    ) =>
        check.ProblemsAsync(
            $"""
            {Rows(check, rule)}
            {question}
            """,
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
    private static Sql Rows(RowCheck check, UniqueRule rule)
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
            """;
    }

    private static Sql Held(RowCheck check, UniqueRule rule) =>
        $"""
            SELECT s.line, min(t.holder), NULL::bigint
            FROM staged s JOIN given g ON g.line = s.line JOIN held t ON {Excludes(rule, $"t", $"g")}
            WHERE NOT {MatchSql.IsThere(check.Load)}
            GROUP BY s.line
            """;

    private static Sql Pairs(UniqueRule rule) =>
        $"""
            SELECT g.line, NULL, min(h.line)
            FROM given g JOIN given h ON {Excludes(rule, $"h", $"g")}
            WHERE g.line < h.line
            GROUP BY g.line
            """;

    private static Sql Later(UniqueRule rule) =>
        $"""
            SELECT g.line, NULL, min(h.line)
            FROM given g JOIN given h ON {Excludes(rule, $"h", $"g")}
            WHERE h.line < g.line
                AND NOT EXISTS (SELECT FROM given e WHERE e.line < h.line AND {Excludes(rule, $"e", $"h")})
            GROUP BY g.line
            """;

    /// <summary>Condition: the rows of two aliases exclude each other.</summary>
    private static Sql Excludes(UniqueRule rule, Sql held, Sql given) =>
        Sql.All(rule.Operators.Select(Sql (sign, i) => $"{held}.e{i} {Sql.FromCatalog(sign)} {given}.e{i}"));
}
