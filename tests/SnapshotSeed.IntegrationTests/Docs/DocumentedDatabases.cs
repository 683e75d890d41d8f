using SnapshotSeed.IntegrationTests.Gallery;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Seeds;

namespace SnapshotSeed.IntegrationTests.Docs;

/// <summary>The databases that a document's commands run on, by the word behind sh. Each is made when a block needs it.</summary>
internal sealed class DocumentedDatabases(PostgresFixture postgres) : IAsyncDisposable
{
    private const string OfTheGallery = "";

    private readonly Dictionary<string, TestDatabase> targets = [];
    private TestDatabase? demo;

    public async Task<TestDatabase> DemoAsync() => demo ??= await GalleryDatabase.WithDataAsync(postgres);

    public async Task<TestDatabase> TestAsync(string name)
    {
        if (!targets.TryGetValue(name, out var target))
            targets.Add(name, target = await CreateAsync(name));
        return target;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in targets.Values)
            await database.DisposeAsync();
        if (demo is not null)
            await demo.DisposeAsync();
    }

    /// <param name="name">A fixture, <c>journey-schema</c>, or <c>journey-5</c> for its fifth migration.</param>
    private Task<TestDatabase> CreateAsync(string name) =>
        name.Split('-') switch
        {
            [OfTheGallery] => GalleryDatabase.EmptyAsync(postgres),
            ["journey", "schema"] => postgres.CloneAsync("test", Journey.Schema(Journey.OfTheSnapshot)),
            ["journey", var migration] => Journey.AtAsync(
                postgres,
                int.Parse(migration, System.Globalization.CultureInfo.InvariantCulture)
            ),
            _ => postgres.CloneAsync("test", File.ReadAllText(Path.Combine(FixtureFolders.At(name), "schema.sql"))),
        };
}
