using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// Policies hide rows without a word: neither an export nor a comparison may take what is left for all there is.
/// </summary>
[Collection(OneServer.Name)]
public sealed class RowLevelSecurity(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE TABLE customers (id integer PRIMARY KEY, role text);
        CREATE TABLE tickets (id integer PRIMARY KEY, customer integer REFERENCES customers);
        CREATE TABLE days (day date PRIMARY KEY) PARTITION BY RANGE (day);
        CREATE TABLE days_all PARTITION OF days DEFAULT
        """;

    private const string Data = """
        INSERT INTO customers VALUES (1, 'ada'), (2, 'bob'); INSERT INTO tickets VALUES (1, 1), (2, 2), (3, NULL); INSERT INTO days VALUES ('2024-01-01'), ('2024-01-02')
        """;

    /// <summary>What rows of these tables may be seen and written depends on who asks.</summary>
    private const string Policies = """
        ALTER TABLE customers ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON customers USING (role = 'ada') WITH CHECK (true);
        ALTER TABLE days ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON days USING (day < '2024-01-02')
        """;

    [SkippableFact]
    public async Task Of_the_source_is_named_for_all_tables_together_with_the_way_out()
    {
        await using var desk = await Scenario.CreateAsync(postgres, Schema, Data + ";" + Policies);
        var role = await ClerkAsync(desk.Source);

        var run = await Tool.RunAsync("export", "--source", desk.Source.UrlOf(role), "--snapshot", desk.Folder);

        Assert.Equal(1, run.ExitCode);
        var lines = run.Errors.Split("\n  - ");
        Assert.Equal(3, lines.Length);
        TextAssert.Contains(lines[1], "customers");
        TextAssert.Contains(lines[2], "days");
        TextAssert.DoesNotContain(run.Errors, "tickets");
        TextAssert.Contains(run.Errors, "BYPASSRLS", "--exclude");
        Assert.False(Directory.Exists(desk.Folder));

        var without = await Tool.RunVerbAsync(
            "export",
            "--source",
            desk.Source.UrlOf(role),
            "--snapshot",
            desk.Folder,
            "--exclude",
            "customers,days"
        );
        Assert.Equal(1, FolderContent.Read(desk.Folder)["public.tickets"].Rows);
    }

    [SkippableTheory]
    [InlineData("ALTER ROLE {0} BYPASSRLS", true)]
    [InlineData("ALTER TABLE customers OWNER TO {0}; ALTER TABLE days OWNER TO {0}", true)]
    [InlineData(
        "ALTER TABLE customers OWNER TO {0}; ALTER TABLE days OWNER TO {0}; ALTER TABLE days FORCE ROW LEVEL SECURITY",
        false
    )]
    [InlineData(
        "ALTER TABLE customers DISABLE ROW LEVEL SECURITY; ALTER TABLE days DISABLE ROW LEVEL SECURITY; ALTER TABLE days_all ENABLE ROW LEVEL SECURITY",
        true
    )] // a leaf's own does not count through the root
    public async Task Of_the_source_gives_all_rows_or_an_error(string change, bool reads)
    {
        await using var desk = await Scenario.ExportedAsync(postgres, Schema, Data + ";" + Policies);
        var role = await ClerkAsync(desk.Source);
        await desk.Source.ExecuteAsync(string.Format(null, change, role));
        var folder = Path.Combine(desk.Parent, "by role");

        if (reads)
        {
            await Tool.RunVerbAsync("export", "--source", desk.Source.UrlOf(role), "--snapshot", folder);
            FolderDifference.AssertNone(desk.Folder, folder);
        }
        else
        {
            var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
                Tool.RunVerbAsync("export", "--source", desk.Source.UrlOf(role), "--snapshot", folder)
            );
            TextAssert.Contains(refusal.Message, "days");
            Assert.DoesNotContain("customers", refusal.Message, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task Of_the_target_is_refused_rather_than_hidden_rows_taken_for_missing()
    {
        await using var desk = await Scenario.ExportedAsync(postgres, Schema, Data);
        await desk.ImportAsync();
        await desk.Target.ExecuteAsync(Policies + "; DELETE FROM tickets WHERE id = 3");
        var role = await ClerkAsync(desk.Target);
        var content = await desk.Target.ContentAsync();

        var import = await Tool.RunToEndAsync("import", "--target", desk.Target.UrlOf(role), "--snapshot", desk.Folder);
        var verify = await Tool.RunVerbAsync("verify", "--target", desk.Target.UrlOf(role), "--snapshot", desk.Folder);

        Assert.Equal(1, import.ExitCode);
        Assert.Equal(
            [(RowProblemKind.RowSecurity, "customers"), (RowProblemKind.RowSecurity, "days")],
            Assert
                .IsType<SnapshotSeedException>(import.Failure)
                .Problems.Select(problem => (problem.Kind, problem.Table))
                .Order()
        );
        Assert.DoesNotContain("migrations", import.Errors, StringComparison.Ordinal);
        Assert.Equal(content, await desk.Target.ContentAsync());
        Assert.Equal(3, verify.ExitCode);
        await using var connection = await desk.Target.OpenAsync(role);
        var tables = (await new ImportRun(connection).VerifyAsync(desk.Folder, new())).Tables;
        Assert.Equal(
            [
                ("customers", RowProblemKind.RowSecurity),
                ("days", RowProblemKind.RowSecurity),
                ("tickets", (RowProblemKind?)null),
            ],
            tables.Select(table => (table.Table, table.Obstacles.SingleOrDefault()?.Kind)).Order()
        );
        Assert.Equal(1, tables.Single(table => table.Table == "tickets").Missing);
    }

    [SkippableFact]
    public async Task Of_the_target_does_not_matter_to_a_role_that_it_does_not_bind()
    {
        await using var desk = await Scenario.ExportedAsync(postgres, Schema, Data);
        await desk.Target.ExecuteAsync(Policies);
        var role = await ClerkAsync(desk.Target);
        await desk.Target.ExecuteAsync($"ALTER TABLE customers OWNER TO {role}; ALTER TABLE days OWNER TO {role}");

        var run = await Tool.RunVerbAsync(
            "import",
            "--target",
            desk.Target.UrlOf(role),
            "--snapshot",
            desk.Folder,
            "--verify"
        );

        Assert.Equal(0, run.ExitCode);
    }

    /// <summary>A role of the test's own, since attributes of roles outlive a database.</summary>
    private static async Task<string> ClerkAsync(TestDatabase database)
    {
        var role = $"clerk_of_{database.Name}";
        await database.ExecuteAsync(
            $"CREATE ROLE {role} LOGIN; GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {role}"
        );
        return role;
    }
}
