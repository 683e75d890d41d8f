using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;

namespace SnapshotSeed.IntegrationTests.Seeds;

/// <summary>A snapshot lives on while its schema goes on: taken at migration 3, loaded at each up to 7.</summary>
[Collection(OneServer.Name)]
public sealed class JourneyTests(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task The_committed_snapshot_is_the_export_at_its_migration()
    {
        await using var demo = await Journey.AtAsync(postgres, Journey.OfTheSnapshot, "demo");
        await demo.ExecuteAsync(Journey.Data);
        using var temporary = new TemporaryFolder();

        var run = await Tool.RunToEndAsync(["export", "--source", demo.Url, "--snapshot", temporary["snapshot"]]);

        Assert.Equal(0, run.ExitCode);
        FolderDifference.AssertNone(Journey.Snapshot, temporary["snapshot"]);
    }

    [SkippableTheory]
    [InlineData(3, "", "")]
    [InlineData(4, "", "")]
    [InlineData(5, "customers.nick", "")]
    [InlineData(6, "customers.nick, table legacy_notes", "legacy_notes")]
    [InlineData(7, "customers.nick, table legacy_notes", "legacy_notes")]
    public async Task What_does_not_fit_is_refused_or_left_out(int migration, string leftOut, string missing)
    {
        await using var target = await Journey.AtAsync(postgres, migration);
        var empty = await target.ContentAsync();

        var refused = await Journey.RunAsync(target, "import");
        var content = await target.ContentAsync();
        var plan = await Journey.RunAsync(target, "plan", "--drift", "adapt");
        var adapted = await Journey.RunAsync(target, "import", "--drift", "adapt", "--verify");
        var verified = await Journey.RunAsync(target, "verify", "--drift", "adapt");
        var again = await Journey.RunAsync(target, "import", "--drift", "adapt");

        Assert.Equal((leftOut.Length == 0 ? 0 : 1, 0), (refused.ExitCode, adapted.ExitCode));
        Assert.Equal((0, 0, 0), (plan.ExitCode, verified.ExitCode, again.ExitCode));
        TextAssert.Contains(again.Output, "0 rows inserted");
        if (leftOut.Length > 0)
        {
            Assert.Equal(empty, content);
            TextAssert.Contains(
                refused.Errors,
                $"--drift adapt would skip {leftOut}",
                "The snapshot was taken at migration 3 (schema_migrations)",
                $"the target is at migration {migration} (schema_migrations)"
            );
            foreach (var output in new[] { plan.Output, adapted.Output, verified.Output })
                TextAssert.Contains(output, "customers.nick: skipped", "display_name");
            Assert.Equal("3", await target.ScalarAsync("SELECT count(*) FROM customers WHERE display_name IS NULL"));
        }

        if (missing.Length > 0)
            TextAssert.Contains(verified.Output, $"{missing}: skipped with 2 rows", "invoices.number: kept; bigint");
        if (migration >= 4)
            Assert.Equal("3", await target.ScalarAsync("SELECT count(*) FROM customers WHERE locale = 'en'"));
        Assert.Equal(
            "3",
            await target.ScalarAsync("SELECT count(*) FROM subscriptions JOIN customers c ON c.id = customer_id")
        );
    }

    [SkippableFact]
    public async Task Loading_at_the_snapshots_migration_and_migrating_then_loses_nothing()
    {
        await using var target = await Journey.AtAsync(postgres, Journey.OfTheSnapshot);

        var run = await Journey.RunAsync(target, "import", "--migration", "require", "--verify");
        await Journey.MigrateAsync(target, Journey.OfTheSnapshot, Journey.Last);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            "ada,-,cyrus",
            await target.ScalarAsync("SELECT string_agg(coalesce(display_name, '-'), ',' ORDER BY id) FROM customers")
        );
    }

    [SkippableFact]
    public async Task Another_migration_than_the_required_one_is_refused_with_both()
    {
        await using var ahead = await Journey.AtAsync(postgres, 4);
        await using var behind = await Journey.AtAsync(postgres, 2);
        await using var unknown = await postgres.CloneAsync("test", Journey.Schema(3));

        var refusedAhead = await Journey.RunAsync(ahead, "import", "--migration", "require");
        var refusedBehind = await Journey.RunAsync(behind, "import", "--migration", "require");
        var refusedUnknown = await Journey.RunAsync(unknown, "import", "--migration", "require");
        var ignored = await Journey.RunAsync(ahead, "import", "--migration", "ignore");

        Assert.Equal(
            (1, 1, 1, 0),
            (refusedAhead.ExitCode, refusedBehind.ExitCode, refusedUnknown.ExitCode, ignored.ExitCode)
        );
        TextAssert.Contains(
            refusedAhead.Errors,
            "at migration 3",
            "at migration 4",
            "Import into a database at 3 and then migrate it"
        );
        TextAssert.Contains(refusedBehind.Errors, "at migration 2", "Run the migrations on the target, up to 3");
        TextAssert.Contains(refusedUnknown.Errors, "the target has no migration history", "--stamp-migration");
        TextAssert.DoesNotContain(ignored.Errors, "WARN");
    }

    [SkippableFact]
    public async Task A_file_in_which_a_column_was_renamed_loads_where_the_migration_renamed_it()
    {
        await using var target = await Journey.AtAsync(postgres, 5);
        using var temporary = new TemporaryFolder();
        var folder = temporary["snapshot"];
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(Journey.Snapshot))
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        var file = Path.Combine(folder, "customers.tsv");
        await File.WriteAllTextAsync(
            file,
            (await File.ReadAllTextAsync(file)).Replace("nick", "display_name", StringComparison.Ordinal)
        );

        var check = await Tool.RunToEndAsync(["check", folder, "--update"]);
        var run = await Tool.RunToEndAsync(["import", "--target", target.Url, "--snapshot", folder, "--verify"]);

        Assert.Equal((0, 0), (check.ExitCode, run.ExitCode));
        Assert.Equal("ada", await target.ScalarAsync("SELECT display_name FROM customers WHERE id = 1"));
    }

    [SkippableFact]
    public async Task Times_move_together_to_a_moment_a_year_later()
    {
        await using var target = await Journey.AtAsync(postgres, 3);

        var run = await Journey.RunAsync(target, "import", "--rebase-time", "2027-03-02T12:00Z", "--verify");
        var verified = await Journey.RunAsync(target, "verify", "--rebase-time", "2027-03-02T12:00Z");
        var plain = await Journey.RunAsync(target, "verify");

        Assert.Equal((0, 0, 3), (run.ExitCode, verified.ExitCode, plain.ExitCode));
        TextAssert.Contains(run.Output, "365 days 00:00:00 forward, dates by 365 days", "page_views.seen_at");
        TextAssert.Contains(run.Errors, "page_views: rows are identified by shifted times");
        Assert.Equal(
            [
                "2027-03-02 12:00:00+00|2 days|infinity|1985-12-10|2027-03-03|9999-12-31|{2027-03-02,2027-03-03}|[\"2027-01-03 09:00:00+00\",)",
            ],
            (
                await target.RowsAsync(
                    """
                    SELECT concat_ws('|', max(seen_at),
                        (SELECT expires_at FROM subscriptions WHERE id = 2) - max(seen_at),
                        (SELECT expires_at FROM subscriptions WHERE id = 1),
                        (SELECT born FROM customers WHERE id = 1),
                        (SELECT due FROM invoices WHERE number = 1002),
                        (SELECT due FROM invoices WHERE number = 1003),
                        (SELECT reminders FROM subscriptions WHERE id = 2),
                        (SELECT during FROM subscriptions WHERE id = 1))
                    FROM page_views
                    """
                )
            ).ConvertAll(row => row[0])
        );
    }

    [SkippableFact]
    public async Task Times_that_were_moved_to_the_present_are_verified_and_loaded_again_later()
    {
        await using var target = await Journey.AtAsync(postgres, 3);

        var first = await Journey.RunAsync(target, "import", "--rebase-time", "now", "--verify");
        var verified = await Journey.RunAsync(target, "verify", "--rebase-time", "now");
        var second = await Journey.RunAsync(target, "import", "--rebase-time", "now", "--verify");
        var updated = await Journey.RunAsync(target, "import", "--rebase-time", "now", "--on-conflict", "update");

        Assert.Equal((0, 0), (first.ExitCode, verified.ExitCode));
        Assert.Equal((0, 0), (second.ExitCode, updated.ExitCode));
        TextAssert.Contains(
            second.Output,
            "customers: 0 new rows inserted, 3 skipped (already present, 3 differ from the snapshot)",
            "page_views: 3 new rows inserted"
        );
        TextAssert.Contains(updated.Output, "customers: 0 new rows inserted, 3 updated");
        Assert.Equal(
            "1",
            await target.ScalarAsync(
                "SELECT count(*) FROM subscriptions WHERE expires_at BETWEEN now() + '47 hours' AND now() + '48 hours'"
            )
        );
        await target.ExecuteAsync("UPDATE subscriptions SET expires_at = expires_at + '1 hour' WHERE id = 3");
        Assert.Equal(3, (await Journey.RunAsync(target, "verify", "--rebase-time", "now")).ExitCode);
    }

    [SkippableFact]
    public async Task A_database_whose_schema_came_otherwise_is_stamped_so_that_its_tool_takes_it_for_migrated()
    {
        await using var target = await postgres.CloneAsync("test", Journey.Schema(3));

        var run = await Journey.RunAsync(target, "import", "--stamp-migration", "--migration", "require");
        var again = await Journey.RunAsync(target, "import", "--stamp-migration", "3", "--migration", "require");

        Assert.Equal((0, 0), (run.ExitCode, again.ExitCode));
        TextAssert.Contains(run.Output, "Stamped the target with migration 3 (schema_migrations)");
        Assert.Equal(
            "1,2,3",
            await target.ScalarAsync("SELECT string_agg(version, ',' ORDER BY version) FROM schema_migrations")
        );
        await Journey.MigrateAsync(target, 3, Journey.Last);
        var late = await Journey.RunAsync(target, "import", "--drift", "adapt", "--stamp-migration");
        Assert.Equal(1, late.ExitCode);
        TextAssert.Contains(late.Errors, "the target is at migration 7 (schema_migrations)", "the snapshot at 3");
    }
}
