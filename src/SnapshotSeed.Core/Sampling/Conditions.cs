using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>The conditions that a user puts on rows.</summary>
internal static partial class Conditions
{
    // Errors of these classes are about the condition's own text: what is wrong with its syntax, names or types. Others
    // may quote values of rows.
    private static readonly ImmutableArray<string> AboutTheText = ["42", "0A"];

    /// <summary>Tables with the conditions that were given for them; several for one have to hold together.</summary>
    /// <exception cref="SnapshotSeedException">A table does not exist, or is left out.</exception>
    public static ImmutableArray<Table> Apply(
        ImmutableArray<Table> tables,
        ExportOptions options,
        TableNameResolver resolver
    )
    {
        var conditions = options.Where.ToLookup(
            where => resolver.Resolve([where.Table], Setting.Where).Single(),
            Sql (where) => $"({Sql.FromUser(where.Condition)})"
        );
        CheckParameters(options.Where);
        var leftOut = conditions.Select(group => group.Key).Except(tables.Select(table => table.Name)).Order().ToList();
        if (leftOut.Count > 0)
        {
            throw new SnapshotSeedException(
                Wording.Lines(leftOut.Select(Wording (table) => $"{Setting.Where}: {table} is left out")),
                $"Drop the condition, or see {Setting.Tables}, {Setting.Schemas} and {Setting.Exclude}.",
                FailureKind.WrongUsage
            );
        }

        return
        [
            .. tables.Select(table =>
                conditions.Contains(table.Name) ? table with { Where = Sql.All(conditions[table.Name]) } : table
            ),
        ];
    }

    /// <summary>Tries the conditions before the first row is read.</summary>
    /// <exception cref="SnapshotSeedException">One is no SQL over its table, fails, or leaves no row.</exception>
    public static async Task CheckAsync(IEnumerable<Table> tables, Session session, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var table in tables.Where(table => table.Where is not null))
        {
            var attempt = await session.TryAsync(
                () => session.ValueAsync<bool>(CheckSql.LosesAllRows(table), cancellationToken),
                e => e.SqlState is not (PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.SerializationFailure),
                cancellationToken
            );
            if (attempt.Refusal is { } refusal)
                problems.Add($"{table.Name}: the condition is refused: {Describe(refusal)}");
            else if (attempt.Answer)
                problems.Add($"{table.Name}: no row passes the condition");
        }

        if (problems.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "conditions cannot be met",
                problems,
                $"{Setting.Where} takes SQL over the table's own columns, for example \"orders: status <> 'draft'\"; "
                    + $"functions and types that are not PostgreSQL's own need their schema.",
                FailureKind.WrongUsage
            );
    }

    /// <summary>Ours stand in the statements around a condition.</summary>
    private static void CheckParameters(ImmutableArray<TableCondition> conditions)
    {
        var problems = conditions.Where(where => Parameter().IsMatch(where.Condition)).ToList();
        if (problems.Count > 0)
            throw new SnapshotSeedException(
                Wording.Lines(
                    problems.Select(Wording (where) => $"{Setting.Where}: {where.Table}: a parameter has no value here")
                ),
                "Write the value itself; a dollar before a digit within a text as '$' || '1'.",
                FailureKind.WrongUsage
            );
    }

    private static string Describe(StatementException refusal) =>
        AboutTheText.Any(refusal.SqlState!.StartsWith) ? refusal.Message : $"error {refusal.SqlState} while it ran";

    [GeneratedRegex(@"\$[0-9]")]
    private static partial Regex Parameter();
}
