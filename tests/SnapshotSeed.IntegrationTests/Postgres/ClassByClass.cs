using System.Collections.Concurrent;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: CollectionBehavior(
    "SnapshotSeed.IntegrationTests.Postgres.ClassByClass",
    "SnapshotSeed.IntegrationTests",
    MaxParallelThreads = 3
)]
[assembly: TestCollectionOrderer(
    "SnapshotSeed.IntegrationTests.Postgres.LongestFirst",
    "SnapshotSeed.IntegrationTests"
)]

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// Makes each class a collection of its own, so that xunit runs several at once. One more than there are cores: tests
/// wait for servers, locks and programs.
/// </summary>
public sealed class ClassByClass(ITestAssembly assembly) : IXunitTestCollectionFactory
{
    private readonly ConcurrentDictionary<string, ITestCollection> collections = new(StringComparer.Ordinal);

    public string DisplayName => "a collection for each class";

    public ITestCollection Get(ITypeInfo testClass) =>
        collections.GetOrAdd(testClass.Name, name => new TestCollection(assembly, Definition(testClass), name));

    // The fixtures of a class are those that the definition of its collection names.
    private static ITypeInfo? Definition(ITypeInfo testClass) =>
        testClass.GetCustomAttributes(typeof(CollectionAttribute)).Any() ? Reflector.Wrap(typeof(OneServer)) : null;
}
