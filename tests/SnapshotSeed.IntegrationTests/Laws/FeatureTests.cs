using SnapshotSeed.IntegrationTests.Laws.Schemas;

namespace SnapshotSeed.IntegrationTests.Laws;

/// <summary>What the random databases are worth: everything is in them, and in company. Needs no server.</summary>
public sealed class FeatureTests
{
    private const int Seeds = 500;

    [Fact]
    public void Everything_occurs_in_tables_with_rows_together_with_much_else()
    {
        var tables = new Dictionary<string, int>(StringComparer.Ordinal);
        var company = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var database = RandomDatabases.Of(seed);
            foreach (var table in database.Tables.Where(table => table.Rows.Length > 0))
            {
                var features = Features.Of(database, table).ToList();
                foreach (var feature in features)
                {
                    tables[feature] = tables.GetValueOrDefault(feature) + 1;
                    (company.TryGetValue(feature, out var others) ? others : company[feature] = []).UnionWith(features);
                }
            }
        }

        var counts = string.Join(
            '\n',
            Features.Names.Select(name =>
                $"{tables.GetValueOrDefault(name), 6} tables, beside {company.GetValueOrDefault(name, []).Count, 3} others: {name}"
            )
        );
        Assert.True(
            Features.Names.All(name => tables.GetValueOrDefault(name) >= 3 && company[name].Count >= 5),
            counts
        );
    }

    [Fact]
    public void A_seed_always_gives_the_same_database()
    {
        var server = new Server(HasCitext: true, HasIcu: true, HasXml: true);
        for (var seed = 1; seed <= 5; seed++)
            Assert.Equal(
                new DatabaseSql(RandomDatabases.Of(seed), server).ToString(),
                new DatabaseSql(RandomDatabases.Of(seed), server).ToString()
            );
    }
}
