using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Npgsql;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Catalog;

internal static partial class UserCondition
{
    // About the text of the condition: syntax, names or types. Other errors may quote values.
    private static readonly ImmutableArray<string> AboutTheText = ["42", "0A"];

    /// <exception cref="SnapshotSeedException">The condition has a parameter.</exception>
    public static string Parse(string condition, MessageTemplate place)
    {
        // The statements around a condition have parameters of their own.
        if (Parameter().IsMatch(condition))
            throw new SnapshotSeedException(
                $"{place}: a condition cannot have a parameter",
                "Write the value itself. In a text, write a dollar before a digit as '$' || '1'.",
                FailureKind.WrongUsage
            );

        // The line end closes a line comment at the end of the condition.
        return $"({condition}\n)";
    }

    /// <exception cref="StatementException">The error is not about the conditions.</exception>
    public static Task<Attempt<bool>> TryAsync(Session session, Sql question, CancellationToken cancellationToken) =>
        session.TryAsync(
            () => session.ValueAsync<bool>(question, cancellationToken),
            e => e.SqlState is not (PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.SerializationFailure),
            cancellationToken
        );

    public static string Describe(StatementException refusal) =>
        AboutTheText.Any(refusal.SqlState!.StartsWith) ? refusal.Message : $"SQLSTATE {refusal.SqlState} while it ran";

    [GeneratedRegex(@"\$[0-9]")]
    private static partial Regex Parameter();
}
