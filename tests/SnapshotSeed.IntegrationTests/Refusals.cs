using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests;

/// <summary>What is wrong with rows, for a comparison with what is expected.</summary>
internal static class Refusals
{
    /// <summary>What is wrong where.</summary>
    public static (RowProblemKind Kind, string? File, long? Line) Place(this RowProblem problem) =>
        (problem.Kind, problem.File, problem.Line);

    /// <summary>What is wrong where, of each.</summary>
    public static IEnumerable<(RowProblemKind Kind, string? File, long? Line)> Places(
        this IEnumerable<RowProblem> problems
    ) => problems.Select(Place);

    /// <summary>The one thing that is wrong.</summary>
    public static RowProblem Problem(this SnapshotSeedException refusal) => Assert.Single(refusal.Problems);
}
