using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Seeds;

/// <summary>Bootstrap data after a migration: on an empty database, again, and on one that is used.</summary>
[Collection(OneServer.Name)]
public sealed class AccessTests(PostgresFixture postgres)
{
    private const string Rights = """
        WITH RECURSIVE included AS (
            SELECT r.name, r.id, r.includes FROM roles r
            UNION ALL SELECT i.name, r.id, r.includes FROM included i JOIN roles r ON r.id = i.includes)
        SELECT i.name, string_agg(p.name, ' ' ORDER BY p.name)
        FROM included i JOIN role_permissions l ON l.role_id = i.id JOIN permissions p ON p.id = l.permission_id
        WHERE i.name IN ('readonly', 'user', 'admin') GROUP BY 1 ORDER BY 1
        """;

    private static readonly string[] Expected =
    [
        "admin items.read items.write users.manage",
        "readonly items.read",
        "user items.read items.write",
    ];

    [SkippableFact]
    public async Task An_empty_database_gets_it_and_a_second_run_changes_nothing()
    {
        await using var access = await SeedFixture.CreateAsync(postgres, "access");

        var first = await access.ImportAsync("--verify");
        var content = await access.Target.ContentAsync();
        var second = await access.ImportAsync("--verify");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(content, await access.Target.ContentAsync());
        TextAssert.Contains(first.Output, "11 rows inserted");
        TextAssert.Contains(second.Output, "0 rows inserted, 11 skipped");
        Assert.Equal(Expected, (await access.Target.RowsAsync(Rights)).Select(row => string.Join(' ', row)));
    }

    [SkippableFact]
    public async Task A_used_one_keeps_what_its_admin_has_changed()
    {
        await using var access = await SeedFixture.CreateAsync(postgres, "access");
        await access.Target.ExecuteAsync(
            """
            INSERT INTO roles (name, description) VALUES ('auditor', 'May look at logs'), ('user', 'May work, from home');
            INSERT INTO permissions (name) VALUES ('logs.read'), ('items.write');
            INSERT INTO role_permissions VALUES (1, 1);
            INSERT INTO providers (name, issuer, enabled, default_role_id) VALUES ('sso', 'https://sso.elsewhere.example', false, 1)
            """
        );

        var run = await access.ImportAsync();

        Assert.Equal(0, run.ExitCode);
        TextAssert.Contains(
            run.Output,
            "roles: 2 new rows inserted, 1 skipped (already present, 1 differs from the snapshot)",
            "providers: 1 new row inserted, 1 skipped (already present, 1 differs from the snapshot)"
        );
        Assert.Equal(
            "May work, from home",
            await access.Target.ScalarAsync("SELECT description FROM roles WHERE name = 'user'")
        );
        Assert.Equal(
            "false",
            await access.Target.ScalarAsync("SELECT enabled::text FROM providers WHERE name = 'sso'")
        );
        Assert.Equal(
            ["admin items.write users.manage", "readonly items.read", "user items.write"],
            (await access.Target.RowsAsync(Rights)).Select(row => string.Join(' ', row))
        );
        Assert.Empty(await access.Target.DanglingAsync());
        var again = await access.ImportAsync("--verify");
        Assert.Equal(0, again.ExitCode);
        TextAssert.Contains(
            again.Output,
            "✓ roles: 3 rows present, 1 changed since; the table has 4",
            "changed since: name = user in description"
        );
    }
}
