namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// One throwaway server for the whole run, and a spare one. Its tests run one after the other, so that each has the
/// machine for itself.
/// </summary>
[CollectionDefinition(Name)]
public sealed class OneServer : ICollectionFixture<PostgresFixture>, ICollectionFixture<SpareServerFixture>
{
    public const string Name = "one PostgreSQL server";
}
