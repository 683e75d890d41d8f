using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Npgsql;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Catalog;

/// <summary>Conditions as users write them.</summary>
internal static partial class UserCondition
{
    // Errors of these classes are about the condition's own text: what is wrong with its syntax, names or types. Others
    // may quote values of rows.
    private static readonly ImmutableArray<string> AboutTheText = ["42", "0A"];

    /// <param name="condition">The condition.</param>
    /// <param name="place">Where it was given.</param>
    /// <exception cref="SnapshotSeedException">It has a parameter.</exception>
    public static string Parse(string condition, MessageTemplate place)
    {
        // Parameters of ours stand in the statements around a condition.
        if (Parameter().IsMatch(condition))
            throw new SnapshotSeedException(
                $"{place}: a condition cannot have parameters",
                "Write the value itself. In a text, write a dollar before a digit as '$' || '1'.",
                FailureKind.WrongUsage
            );

        // A line comment in it ends with its line.
        return $"({condition}\n)";
    }

    /// <summary>Asks something in which conditions stand that the server has not seen yet.</summary>
    /// <exception cref="StatementException">An error that says nothing about them.</exception>
    public static Task<Attempt<bool>> TryAsync(Session session, Sql question, CancellationToken cancellationToken) =>
        session.TryAsync(
            () => session.ValueAsync<bool>(question, cancellationToken),
            e => e.SqlState is not (PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.SerializationFailure),
            cancellationToken
        );

    /// <summary>What is wrong with a condition.</summary>
    public static string Describe(StatementException refusal) =>
        AboutTheText.Any(refusal.SqlState!.StartsWith) ? refusal.Message : $"SQLSTATE {refusal.SqlState} while it ran";

    [GeneratedRegex(@"\$[0-9]")]
    private static partial Regex Parameter();
}
