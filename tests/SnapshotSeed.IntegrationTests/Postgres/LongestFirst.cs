using Xunit.Abstractions;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// The classes that take longest begin first, so that nothing of them is left when all else is done.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        nameof(Behaviours.Faults.InEveryPhase),
        nameof(Cases.CaseTests),
        nameof(Behaviours.Faults.InEveryWait),
        nameof(Laws.LawTests),
        nameof(Behaviours.LargeTables),
        nameof(Library.Samples),
        nameof(Behaviours.RefusedRows),
        nameof(Behaviours.Faults.InARefresh),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections
            .OrderBy(collection => Rank(collection.DisplayName))
            .ThenBy(collection => collection.DisplayName);

    private static int Rank(string name)
    {
        var rank = Array.FindIndex(Longest, longest => name.EndsWith("." + longest, StringComparison.Ordinal));
        return rank < 0 ? Longest.Length : rank;
    }
}
