namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// What a class of tests has while it runs: a throwaway server, and a spare one if it asks. The tests of a class run one
/// after the other; <see cref="ClassByClass"/> lets several classes run at once.
/// </summary>
[CollectionDefinition(Name)]
public sealed class OneServer : ICollectionFixture<PostgresFixture>, ICollectionFixture<SpareServerFixture>
{
    public const string Name = "one PostgreSQL server";
}
