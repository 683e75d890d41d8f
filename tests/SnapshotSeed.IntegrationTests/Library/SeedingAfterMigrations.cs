using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using SnapshotSeed.EntityFrameworkCore;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Library;

/// <summary>fixtures/access through EF Core's doors, each of them, on an empty database, again, and on a used one.</summary>
[Collection(OneServer.Name)]
public sealed class SeedingAfterMigrations(PostgresFixture postgres)
{
    private static readonly string Seed = Path.Combine(FixtureFolders.At("access"), "seed");

    private static SnapshotSeedOptions Options =>
        new()
        {
            Import = SnapshotConfiguration
                .Parse(
                    File.ReadAllText(Path.Combine(FixtureFolders.At("access"), "snapshotseed.json")),
                    "snapshotseed.json",
                    _ => null
                )
                .Import,
        };

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_migrated_database_is_seeded_each_time_and_what_an_admin_changed_is_treated_as_the_options_say(
        bool isAsync
    )
    {
        await using var target = await postgres.CloneAsync("test", "SELECT");
        var log = new LogLines();
        await using (var context = Context(target, log: log))
            await MigrateAsync(context, isAsync);
        var first = await target.ContentAsync();
        await using (var context = Context(target))
            await MigrateAsync(context, isAsync);

        Assert.Equal(first, await target.ContentAsync());
        Assert.NotEqual("0", await target.ScalarAsync("SELECT count(*) FROM role_permissions"));
        var said = log.Lines.Where(line => line.Contains("seed", StringComparison.OrdinalIgnoreCase));
        TextAssert.Contains(string.Join("\n", said), "Loading the snapshot", "roles: 3 inserted");
        await target.ExecuteAsync(
            "DELETE FROM role_permissions; UPDATE roles SET description = 'changed' WHERE name = (SELECT min(name) FROM roles)"
        );
        await using (var context = Context(target))
            await MigrateAsync(context, isAsync);
        Assert.NotEqual("0", await target.ScalarAsync("SELECT count(*) FROM role_permissions"));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Created_databases_are_seeded_as_well(bool isAsync)
    {
        await using var target = await postgres.CloneAsync(
            "test",
            await File.ReadAllTextAsync(Path.Combine(FixtureFolders.At("access"), "schema.sql"))
        );
        await using var context = Context(target);

        if (isAsync)
            await context.Database.EnsureCreatedAsync();
        else
            Assert.False(context.Database.EnsureCreated());

        Assert.NotEqual("0", await target.ScalarAsync("SELECT count(*) FROM roles"));
    }

    [SkippableFact]
    public async Task A_context_makes_the_schema_of_seeded_databases_and_leaves_its_connection_usable()
    {
        await using var server = await postgres.CloneAsync("test", "SELECT");
        await using var databases = SeededDatabases
            .On(server.ConnectionString)
            .WithSchema(
                (connection, token) =>
                    new AccessContext(
                        new DbContextOptionsBuilder<AccessContext>().UseNpgsql(connection).Options
                    ).Database.MigrateAsync(token),
                version: "access of a context"
            )
            .WithSnapshot(Seed, Options.Import);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            await using var clone = await databases.CloneAsync();
            await using var roles = clone.DataSource.CreateCommand("SELECT count(*) FROM roles WHERE note = ''");
            Assert.Equal(3L, await roles.ExecuteScalarAsync());
            await using var migrations = clone.DataSource.CreateCommand(
                "SELECT count(*) FROM \"__EFMigrationsHistory\""
            );
            Assert.Equal(2L, await migrations.ExecuteScalarAsync());
        }
    }

    [SkippableFact]
    public async Task The_synchronous_door_does_not_wait_for_its_own_thread()
    {
        await using var target = await postgres.CloneAsync("test", "SELECT");
        await using var context = Context(target);
        var migrated = Task.Run(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new DeadContext());
            context.Database.Migrate();
        });

        await Wait.ForAsync("the migration ends", migrated);

        Assert.NotEqual("0", await target.ScalarAsync("SELECT count(*) FROM roles"));
    }

    [SkippableFact]
    public async Task Seeders_registered_before_run_as_well_and_later_ones_are_refused()
    {
        await using var target = await postgres.CloneAsync("test", "SELECT");
        var calls = new List<string>();
        var both = Builder(target);
        both.UseSeeding((_, _) => calls.Add("before"));
        both.UseSnapshotSeed(Seed, Options);
        await using (var context = new AccessContext(both.Options))
            context.Database.Migrate();

        Assert.Equal(["before"], calls);
        Assert.NotEqual("0", await target.ScalarAsync("SELECT count(*) FROM roles"));
        var late = Builder(target);
        late.UseSnapshotSeed(Seed, Options);
        late.UseSeeding((_, _) => { });
        await using var refused = new AccessContext(late.Options);
        TextAssert.Contains(
            Assert.Throws<InvalidOperationException>(() => refused.Database.Migrate()).Message,
            "UseSeeding",
            "before"
        );
    }

    [SkippableFact]
    public async Task Another_database_than_a_test_database_is_an_error_or_left_alone()
    {
        await using var target = await postgres.CloneAsync("demo", "SELECT");
        await using (var context = Context(target))
            await Assert.ThrowsAsync<SnapshotSeedException>(() => context.Database.MigrateAsync());
        await using (var context = Context(target, Options with { SkipOtherDatabases = true }))
            await context.Database.MigrateAsync();

        Assert.Equal("0", await target.ScalarAsync("SELECT count(*) FROM roles"));
        Assert.Equal("2", await target.ScalarAsync("""SELECT count(*) FROM "__EFMigrationsHistory" """));
    }

    [SkippableFact]
    public async Task Through_a_context_by_hand_inside_its_transaction()
    {
        await using var target = await postgres.CloneAsync("test", "SELECT");
        await using var context = new AccessContext(Builder(target).Options);
        await context.Database.MigrateAsync();
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            var result = await context.Database.ImportSnapshotAsync(Seed, Options.Import);
            Assert.NotEqual(0, result.Tables.Sum(table => table.Inserted));
            await transaction.RollbackAsync();
        }

        Assert.Equal("0", await target.ScalarAsync("SELECT count(*) FROM roles"));
    }

    [SkippableFact]
    public async Task A_snapshot_of_another_migration_is_refused_where_the_same_is_required_and_a_stamped_database_needs_none()
    {
        await using var source = await postgres.CloneAsync("demo", "SELECT");
        await using (var context = new AccessContext(Builder(source).Options))
            await context.Database.MigrateAsync();
        await source.ExecuteAsync("INSERT INTO permissions (name) VALUES ('read')");
        using var temporary = new TemporaryFolder();
        var folder = temporary["snapshot"];
        await using (var connection = await source.OpenAsync())
            await SnapshotExporter.ExportAsync(connection, folder);
        var required = new SnapshotSeedOptions { Import = new() { Migration = MigrationMode.Require } };
        await using var behind = await postgres.CloneAsync("test", "SELECT");
        await using (var context = new AccessContext(Builder(behind).Options))
            await context.GetService<IMigrator>().MigrateAsync("20260101000000_Access");
        await using (var context = new AccessContext(Builder(behind).Options))
        {
            var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
                context.Database.ImportSnapshotAsync(folder, required.Import)
            );
            TextAssert.Contains(
                $"{refusal.Message} {refusal.Hint}",
                "20260201000000_Notes",
                "20260101000000_Access",
                "Run the migrations"
            );
        }

        // The schema without EF's table, stamped: EF finds nothing pending.
        await using var stamped = await postgres.CloneAsync(
            "test",
            await File.ReadAllTextAsync(Path.Combine(FixtureFolders.At("access"), "schema.sql"))
                + "; ALTER TABLE roles ADD COLUMN note text NOT NULL DEFAULT ''"
        );
        await using (var context = new AccessContext(Builder(stamped).Options))
        {
            await context.Database.ImportSnapshotAsync(folder, new() { StampMigration = new() });
            Assert.Empty(await context.Database.GetPendingMigrationsAsync());
            await context.Database.MigrateAsync();
        }
    }

    private static Task MigrateAsync(AccessContext context, bool isAsync)
    {
        if (isAsync)
            return context.Database.MigrateAsync();
        context.Database.Migrate();
        return Task.CompletedTask;
    }

    private static AccessContext Context(TestDatabase target, SnapshotSeedOptions? options = null, LogLines? log = null)
    {
        var builder = Builder(target);
        builder.UseSnapshotSeed(Seed, options ?? Options);
        if (log is not null)
            builder.UseLoggerFactory(new OneLogger(log));
        return new AccessContext(builder.Options);
    }

    private static DbContextOptionsBuilder<AccessContext> Builder(TestDatabase target) =>
        new DbContextOptionsBuilder<AccessContext>().UseNpgsql(target.ConnectionString);

    private sealed class OneLogger(ILogger logger) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) { }

        public ILogger CreateLogger(string categoryName) => logger;

        public void Dispose() { }
    }
}
