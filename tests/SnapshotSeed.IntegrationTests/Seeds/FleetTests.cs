using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Seeds;

/// <summary>An IoT platform's seed: 26 tables in 15 groups, ids assigned by the database.</summary>
[Collection(OneServer.Name)]
public sealed class FleetTests(PostgresFixture postgres)
{
    // Campaigns per tenant with their devices by status; by what people see, not by ids.
    private const string Campaigns = """
        SELECT t.slug, c.name, f.version, s.status, count(*), min(s.error)
        FROM ota_campaigns c JOIN tenants t ON t.id = c.tenant_id JOIN firmware_versions f ON f.id = c.firmware_id
        JOIN ota_device_status s ON s.campaign_id = c.id
        JOIN device_registry d ON d.id = s.device_id AND d.tenant_id = t.id
        WHERE t.slug <> 'initech'
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 4
        """;

    // How far each campaign came, by its own count of devices.
    private const string Progress = """
        SELECT t.slug, c.status, c.total_devices, count(*) FILTER (WHERE s.status = 'SUCCEEDED'),
            round(100.0 * count(*) FILTER (WHERE s.status = 'FAILED') / c.total_devices, 1)
        FROM ota_campaigns c JOIN tenants t ON t.id = c.tenant_id JOIN ota_device_status s ON s.campaign_id = c.id
        WHERE t.slug <> 'initech' AND c.total_devices > 0
        GROUP BY t.slug, c.id ORDER BY 1
        """;

    private static readonly string[] Expected =
    [
        "acme Fleet Update to v1.1.0 1.1.0 FAILED 1 Checksum mismatch after download",
        "acme Fleet Update to v1.1.0 1.1.0 SUCCEEDED 14 ",
        "globex Fleet Update to v1.1.0 1.1.0 FAILED 1 Checksum mismatch after download",
        "globex Fleet Update to v1.1.0 1.1.0 SUCCEEDED 14 ",
    ];

    // Other tenants' rows under the ids that a fresh database would assign.
    private const string Used = """
        INSERT INTO tenants (slug, name) VALUES ('initech', 'Initech'), ('globex', 'Globex Metering');
        INSERT INTO device_registry (tenant_id, device_uid, device_type, name) SELECT 1, 'SN-' || n, 'sensor', 'x' FROM generate_series(1, 40) n;
        INSERT INTO device_registry (tenant_id, device_uid, device_type, name) VALUES (2, 'SN-0001', 'sensor', 'renamed');
        INSERT INTO firmware_versions (tenant_id, version, device_type, size_bytes) VALUES (1, '1.1.0', 'sensor', 1), (2, '1.0.0', 'gateway', 2);
        INSERT INTO ota_campaigns (tenant_id, firmware_id, name, status, strategy, rate, abort_threshold)
            VALUES (1, 1, 'Fleet Update to v1.0.9', 'RUNNING', 'linear', 5, 0.5), (2, 2, 'Trial', 'RUNNING', 'linear', 5, 0.5);
        INSERT INTO ota_device_status VALUES (1, 1, 'PENDING');
        INSERT INTO user_preferences (tenant_id, username, settings) VALUES (2, 'operator', '{"theme": "light"}')
        """;

    [SkippableTheory]
    [InlineData("SELECT 1")]
    [InlineData(
        Used
            + ";SELECT setval(s.oid::regclass, 1000) FROM pg_class s WHERE s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace"
    )]
    public async Task A_second_run_changes_nothing(string before)
    {
        await using var fleet = await SeedFixture.CreateAsync(postgres, "fleet");
        await fleet.Target.ExecuteAsync(before);

        var first = await fleet.ImportAsync();
        var content = await fleet.Target.ContentAsync();
        var second = await fleet.ImportAsync();

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(content, await fleet.Target.ContentAsync());
        TextAssert.Contains(second.Output, "0 rows inserted");
        TextAssert.DoesNotContain(second.Output, "updated");
        Assert.Equal(Expected, (await fleet.Target.RowsAsync(Campaigns)).Select(row => string.Join(' ', row)));
        Assert.Equal(
            ["acme COMPLETED 15 14 6.7", "globex COMPLETED 15 14 6.7"],
            (await fleet.Target.RowsAsync(Progress)).Select(row => string.Join(' ', row))
        );
        Assert.Equal(
            "4 524288 589824",
            await fleet.Target.ScalarAsync(
                "SELECT concat_ws(' ', count(*), min(size_bytes), max(size_bytes)) FROM firmware_versions f JOIN tenants t ON t.id = f.tenant_id WHERE f.device_type = 'sensor' AND t.slug IN ('acme', 'globex')"
            )
        );
        Assert.Equal(
            "2 days 1 day",
            await fleet.Target.ScalarAsync(
                "SELECT DISTINCT concat_ws(' ', n.newest - started_at, n.newest - completed_at) FROM ota_campaigns, (SELECT max(last_seen) AS newest FROM device_state) n WHERE name = 'Fleet Update to v1.1.0'"
            )
        );
        // What an operator has changed stays as it is.
        var verified = await fleet.VerifyAsync();
        Assert.Equal(0, verified.ExitCode);
        Assert.Equal(before.Length >= 10, verified.Output.Contains("1 changed since", StringComparison.Ordinal));
        Assert.Empty(await fleet.Target.DanglingAsync());
        Assert.Equal(
            before.Length < 10 ? "dark" : "light",
            await fleet.Target.ScalarAsync(
                "SELECT settings ->> 'theme' FROM user_preferences JOIN tenants t ON t.id = tenant_id WHERE slug = 'globex'"
            )
        );
    }

    [SkippableFact]
    public async Task A_group_is_seeded_alone_and_finds_parents_that_are_not_loaded()
    {
        await using var fleet = await SeedFixture.CreateAsync(postgres, "fleet");

        var early = await fleet.ImportAsync("--tables", "ota");
        await fleet.ImportAsync("--tables", "tenants,devices");
        var ota = await fleet.ImportAsync("--tables", "ota");

        Assert.Equal((1, 0), (early.ExitCode, ota.ExitCode));
        TextAssert.Contains(early.Errors, "firmware_versions.tsv line 2", "tenants", "target", "--tables");
        TextAssert.Contains(ota.Errors, "tenants by slug", "device_registry by tenant_id, device_uid");
        TextAssert.Contains(ota.Output, "ota_device_status: 30 new rows inserted", "36 rows inserted");
        TextAssert.DoesNotContain(ota.Output, "tenants:");
        Assert.Equal(Expected, (await fleet.Target.RowsAsync(Campaigns)).Select(row => string.Join(' ', row)));
        Assert.Equal("0", await fleet.Target.ScalarAsync("SELECT count(*) FROM roles"));
    }

    [SkippableFact]
    public async Task A_dropped_table_and_an_edit_of_an_admin_do_not_keep_the_rest_from_being_seeded_and_verified()
    {
        await using var fleet = await SeedFixture.CreateAsync(postgres, "fleet");
        await fleet.ImportAsync();
        await fleet.Target.ExecuteAsync(
            """
            DROP TABLE export_jobs;
            UPDATE user_preferences SET settings = '{"theme": "light"}' WHERE username = (SELECT min(username) FROM user_preferences)
            """
        );

        var refused = await fleet.ImportAsync("--verify");
        var second = await fleet.ImportAsync("--keep-going", "--verify");
        var third = await fleet.ImportAsync("--keep-going", "--verify");
        var adapted = await fleet.ImportAsync("--drift", "adapt", "--verify");
        var devices = await fleet.ImportAsync("--tables", "devices,tenants", "--verify");

        Assert.Equal((1, 1, 1), (refused.ExitCode, second.ExitCode, third.ExitCode));
        Assert.Equal((0, 0), (adapted.ExitCode, devices.ExitCode));
        foreach (var run in new[] { second, third })
            TextAssert.Contains(
                run.Output,
                "? export_jobs: table not found",
                "0 rows inserted",
                "✓ tenants: 2 rows present",
                "2 changed since"
            );
        TextAssert.Contains(adapted.Output, "export_jobs: skipped with 2 rows", "0 rows inserted");
        TextAssert.Contains(devices.Output, "✓ tenants: 2 rows present", "✓ device_state: 30 rows present");
    }

    [SkippableFact]
    public async Task An_unknown_group_is_answered_with_those_that_exist()
    {
        await using var fleet = await SeedFixture.CreateAsync(postgres, "fleet");

        var run = await fleet.ImportAsync("--tables", "firmware,otta");

        Assert.Equal(2, run.ExitCode);
        TextAssert.Contains(
            run.Errors,
            "otta",
            "firmware_versions",
            "Groups: alerts, certificates, connections, dashboards"
        );
    }

    [SkippableFact]
    public async Task Broken_rows_do_not_stop_the_others()
    {
        await using var fleet = await SeedFixture.CreateAsync(postgres, "fleet");
        await fleet.EditAsync("device_state.tsv", "\t97\t", "\t197\t");
        await fleet.EditAsync("dashboard_widgets.tsv", "\t3\ttable", "\tthird\ttable");
        await fleet.EditAsync("message_routes.tsv", "globex-pager", "globex-phone");

        var stopped = await fleet.ImportAsync();
        var going = await fleet.ImportAsync("--keep-going", "--verify");

        Assert.Equal((1, 1), (stopped.ExitCode, going.ExitCode));
        TextAssert.Contains(
            going.Output,
            "device_state: 28 new rows inserted, 2 not loaded: they violate check constraints",
            "dashboard_widgets: 4 new rows inserted, 2 not loaded: values do not fit their columns",
            "message_routes: 1 new row inserted, 1 not loaded",
            "dashboard_widgets.tsv line 4",
            "message_routes.tsv line 3",
            "✓ ota_device_status: 30 rows",
            "✗ device_state: 28 of 30 rows present, 2 not loaded",
            "✗ dashboard_widgets: 4 of 6 rows present, 2 not loaded"
        );
        Assert.Equal(Expected, (await fleet.Target.RowsAsync(Campaigns)).Select(row => string.Join(' ', row)));
    }

    [SkippableFact]
    public async Task A_change_in_the_files_is_taken_over_and_nothing_else_is_touched()
    {
        await using var fleet = await SeedFixture.CreateAsync(postgres, "fleet");
        await fleet.ImportAsync();
        var before = await fleet.Target.RowsAsync("SELECT id, xmin FROM firmware_versions ORDER BY id");
        await fleet.EditAsync("firmware_versions.tsv", "1.0.0\tsensor\t524288", "1.0.0\tsensor\t524289");

        var run = await fleet.ImportAsync();

        TextAssert.Contains(
            run.Output,
            "firmware_versions: 0 new rows inserted, 2 updated, 2 skipped (already present)"
        );
        var after = await fleet.Target.RowsAsync("SELECT id, xmin FROM firmware_versions ORDER BY id");
        Assert.Equal(2, before.Zip(after).Count(pair => pair.First[1] == pair.Second[1]));
    }
}
