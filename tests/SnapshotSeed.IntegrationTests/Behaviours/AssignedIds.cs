using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Ids in a snapshot that are labels, for which the target assigns ids.</summary>
[Collection(OneServer.Name)]
public sealed class AssignedIds(PostgresFixture postgres)
{
    // Composite references, a self-reference, a cycle with a natural key across it, a uuid, an identity, a subtype, and a
    // polymorphic reference.
    private const string Schema = """
        CREATE TABLE tenants (id serial PRIMARY KEY, name text NOT NULL UNIQUE, plan text);
        CREATE TABLE devices (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id integer NOT NULL REFERENCES tenants,
            code varchar(10) NOT NULL, UNIQUE (tenant_id, code), UNIQUE (tenant_id, id));
        CREATE TABLE states (tenant_id integer NOT NULL, device_id integer NOT NULL, value numeric(6,2),
            PRIMARY KEY (tenant_id, device_id), FOREIGN KEY (tenant_id, device_id) REFERENCES devices (tenant_id, id));
        CREATE TABLE groups (id uuid DEFAULT gen_random_uuid() PRIMARY KEY, name text NOT NULL UNIQUE, parent_id uuid REFERENCES groups);
        CREATE TABLE clinics (id bigserial PRIMARY KEY, name text UNIQUE NOT NULL, head_id bigint);
        CREATE TABLE staff (id bigserial PRIMARY KEY, clinic_id bigint NOT NULL REFERENCES clinics, code text NOT NULL, UNIQUE (clinic_id, code));
        ALTER TABLE clinics ADD FOREIGN KEY (head_id) REFERENCES staff;
        CREATE TABLE doctors (id bigint PRIMARY KEY REFERENCES staff, field text);
        CREATE TABLE tags (subject text, subject_id text, tag text);
        CREATE TABLE log (line text)
        """;

    private const string Seed = """
        #tenants
        id name plan
        a acme free
        b beta paid
        #devices
        id tenant_id code
        d1 a x1
        d2 a x2
        d3 b x1
        #states
        tenant_id device_id value
        a d1 1.50
        a d2 2
        b d3 3
        #groups
        id name parent_id
        root all \N
        leaf some root
        #clinics
        id name head_id
        c1 north s1
        c2 south s3
        #staff
        id clinic_id code
        s1 c1 one
        s2 c1 two
        s3 c2 one
        #doctors
        id field
        s1 eyes
        s3 ears
        #tags
        subject subject_id tag
        device d1 red
        device d3 blue
        group leaf red
        other a1 red
        #log
        line
        hello
        """;

    // Every text column compares as text: the ids of devices and groups are of other types.
    private static readonly ImportOptions Assign = new() { Ids = IdMode.Assign };

    private const string Joined = """
        SELECT t.name, d.code, s.value, g.name, p.name, c.name, h.code, e.field
        FROM tenants t JOIN devices d ON d.tenant_id = t.id JOIN states s ON s.tenant_id = t.id AND s.device_id = d.id
        CROSS JOIN (SELECT * FROM groups WHERE parent_id IS NOT NULL) g JOIN groups p ON p.id = g.parent_id
        CROSS JOIN clinics c JOIN staff h ON h.id = c.head_id AND h.clinic_id = c.id JOIN doctors e ON e.id = h.id
        WHERE t.name IN ('acme', 'beta') ORDER BY 1, 2, 6
        """;

    [SkippableTheory]
    [InlineData("SELECT 1")]
    [InlineData(
        """
            SELECT setval('tenants_id_seq', 1000), setval('devices_id_seq', 1000), setval('staff_id_seq', 1000);
            INSERT INTO tenants VALUES (1, 'other', 'free'), (2, 'another', 'free'), (77, 'beta', 'trial');
            INSERT INTO devices OVERRIDING SYSTEM VALUE VALUES (1, 1, 'x1'), (2, 77, 'x9'), (3, 77, 'x1');
            INSERT INTO clinics VALUES (1, 'west'), (2, 'south'); INSERT INTO staff VALUES (1, 1, 'one'), (2, 2, 'one')
            """
    )]
    public async Task Rows_are_found_by_natural_keys_and_every_reference_follows(string before)
    {
        await using var shop = await SeededAsync(Seed);
        await shop.Target.ExecuteAsync(before);

        var first = await shop.ImportAsync(Assign);
        var content = await shop.Target.ContentAsync(withSequences: false);
        var second = await shop.ImportAsync(Assign);
        var third = await shop.ImportAsync(Assign with { OnConflict = ConflictMode.Update });

        var joined = await shop.Target.RowsAsync(Joined);
        Assert.Equal(
            [
                "acme x1 1.50 some all north one eyes",
                "acme x1 1.50 some all south one ears",
                "acme x2 2.00 some all north one eyes",
                "acme x2 2.00 some all south one ears",
                "beta x1 3.00 some all north one eyes",
                "beta x1 3.00 some all south one ears",
            ],
            joined.Select(row => string.Join(' ', row))
        );
        Assert.Equal(before.Length < 10 ? 18 : 14, first.Tables.Sum(table => table.Inserted) - 4);
        Assert.Equal(0, second.Tables.Sum(table => table.Inserted));
        Assert.Equal(before.Length < 10 ? 0 : 2, third.Tables.Sum(table => table.Updated));
        Assert.Equal((0, 0), (third.Tables.Sum(table => table.Inserted), third.Tables.Sum(table => table.Different)));
        if (before.Length < 10)
            Assert.Equal(content, await shop.Target.ContentAsync(withSequences: false));
        Assert.Empty(await shop.Target.DanglingAsync());
        await using var connection = await shop.Target.OpenAsync();
        Assert.True((await new ImportRun(connection).VerifyAsync(shop.Folder, Assign)).Succeeded);
    }

    [SkippableFact]
    public async Task An_exported_snapshot_goes_beside_other_rows_of_the_same_ids()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            Schema,
            """
            INSERT INTO tenants (name) SELECT 'tenant ' || n FROM generate_series(1, 50) n;
            INSERT INTO devices (tenant_id, code) SELECT 1 + n % 50, 'c' || n FROM generate_series(1, 9000) n;
            INSERT INTO states SELECT tenant_id, id, id % 100 FROM devices;
            INSERT INTO clinics (name) VALUES ('a'), ('b');
            INSERT INTO staff (clinic_id, code) VALUES (1, 'x'), (1, 'y'), (2, 'x');
            UPDATE clinics SET head_id = 3 WHERE id = 2
            """,
            new() { Limit = 10_000 }
        );
        await shop.Target.ExecuteAsync(
            """
            INSERT INTO tenants (name) SELECT 'tenant ' || n FROM generate_series(40, 90) n;
            INSERT INTO devices (tenant_id, code) SELECT 1 + n % 50, 'd' || n FROM generate_series(1, 500) n
            """
        );
        var options = Assign with
        {
            Tables = new Dictionary<string, TableImportOptions> { ["groups"] = new() { Key = ["name"] } },
        };

        var first = await shop.ImportAsync(options);
        var second = await shop.ImportAsync(options);

        Assert.Equal(0, second.Tables.Sum(table => table.Inserted + table.Different));
        Assert.Equal(9000, first.Tables.Single(table => table.Table == "states").Inserted);
        Assert.Equal(
            "9000",
            await shop.Target.ScalarAsync(
                "SELECT count(*) FROM devices d JOIN tenants t ON t.id = d.tenant_id JOIN states s ON s.device_id = d.id AND s.tenant_id = t.id WHERE d.code LIKE 'c%'"
            )
        );
        Assert.Empty(await shop.Target.DanglingAsync());
    }

    [SkippableFact]
    public async Task Of_large_files_all_of_whose_rows_are_there_only_what_changed_is_written()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            """
            CREATE TABLE customers (id serial PRIMARY KEY, name text NOT NULL UNIQUE, note text);
            CREATE TABLE visits (id serial PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers, no integer NOT NULL,
                note varchar(20), UNIQUE (customer_id, no));
            CREATE TABLE guides (visit_id integer REFERENCES visits, guest_id integer REFERENCES customers)
            """,
            """
            INSERT INTO customers (name) SELECT 'customer ' || n FROM generate_series(1, 6000) n;
            INSERT INTO visits (customer_id, no, note) SELECT n, 1, 'visit ' || n FROM generate_series(1, 6000) n;
            INSERT INTO guides VALUES (1, 2), (2, NULL)
            """,
            new() { Limit = 10_000 }
        );
        await shop.Target.ExecuteAsync("SELECT setval('customers_id_seq', 100), setval('visits_id_seq', 20000)");
        await shop.ImportAsync(Assign);
        var content = await shop.Target.ContentAsync(withSequences: false);

        Assert.Equal((0, 0, 0), Counts(await shop.ImportAsync(Assign)));
        Assert.Equal((0, 0, 0), Counts(await shop.ImportAsync(Assign with { OnConflict = ConflictMode.Update })));
        await shop.Target.ExecuteAsync("UPDATE visits SET note = 'other' WHERE note = 'visit 7'");
        Assert.Equal((0, 0, 1), Counts(await shop.ImportAsync(Assign)));
        Assert.Equal((0, 1, 0), Counts(await shop.ImportAsync(Assign with { OnConflict = ConflictMode.Update })));
        Assert.Equal(content, await shop.Target.ContentAsync(withSequences: false));
        await shop.Target.ExecuteAsync("DELETE FROM visits WHERE note = 'visit 9'");
        await using (var connection = await shop.Target.OpenAsync())
        {
            var run = new ImportRun(connection);
            var again = await run.ImportAsync(shop.Folder, Assign);
            Assert.Equal((1, 0, 0), Counts(again));
            Assert.True((await again.CompareAsync(connection, default)).Succeeded);
            var third = await run.ImportAsync(shop.Folder, Assign);
            Assert.True((await third.CompareAsync(connection, default)).Succeeded);
        }

        var refused = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            shop.ImportAsync(Assign with { OnConflict = ConflictMode.Fail })
        );
        Assert.Contains(refused.Problems, problem => problem.Kind == RowProblemKind.AlreadyThere);
        await shop.EditAsync("visits.tsv", "\n12\t12\t", "\n11\t12\t");
        await AssertRefusedAsync(RowProblemKind.LabelTwice);
        await shop.EditAsync("visits.tsv", "\n11\t12\t", "\n12\t7777777\t");
        await AssertRefusedAsync(RowProblemKind.LabelUnknown);
        await shop.EditAsync("visits.tsv", "\n12\t7777777\t", "\n12\t12\t");
        await shop.EditAsync("customers.tsv", "\n12\tcustomer 12\t", "\n12\tcustomer 11\t");
        await AssertRefusedAsync(RowProblemKind.Duplicate);

        async Task AssertRefusedAsync(RowProblemKind kind)
        {
            var refused = await Assert.ThrowsAsync<SnapshotSeedException>(() => shop.ImportAsync(Assign));
            Assert.Contains(refused.Problems, problem => problem.Kind == kind && problem.Line > 1);
        }

        static (long Inserted, long Updated, long Different) Counts(ImportResult result) =>
            (
                result.Tables.Sum(table => table.Inserted),
                result.Tables.Sum(table => table.Updated),
                result.Tables.Sum(table => table.Different)
            );
    }

    [SkippableFact]
    public async Task Tables_that_are_not_loaded_define_labels_all_the_same()
    {
        await using var shop = await SeededAsync(Seed);
        await shop.Target.ExecuteAsync("INSERT INTO tenants VALUES (5, 'acme'), (6, 'beta')");

        var first = await shop.ImportAsync(Assign with { Only = ["devices", "states"] });
        Assert.Equal(6, first.Tables.Sum(table => table.Inserted));
        Assert.Equal(
            "5 5 6",
            await shop.Target.ScalarAsync("SELECT string_agg(tenant_id::text, ' ' ORDER BY id) FROM devices")
        );

        var refusal = await shop.RefusalAsync(Assign with { Only = ["doctors"] });
        Assert.Equal(
            [(RowProblemKind.LabelNotInTarget, "doctors.tsv", 2L)],
            refusal.Problems.Places().Select(place => (place.Kind, place.File!, place.Line!.Value))
        );
        TextAssert.Contains(refusal.Hint, nameof(ImportOptions.Only));
    }

    [SkippableTheory]
    [InlineData("d2 a x2", "d2 q x2", RowProblemKind.LabelUnknown, "devices.tsv", 3)]
    [InlineData("d2 a x2", "d1 a x2", RowProblemKind.LabelTwice, "devices.tsv", 2)]
    [InlineData("d2 a x2", "d2 a x1", RowProblemKind.Duplicate, "devices.tsv", 2)]
    [InlineData("leaf some root", "leaf some trunk", RowProblemKind.LabelUnknown, "groups.tsv", 3)]
    [InlineData("b d3 3", "b d4 3", RowProblemKind.LabelUnknown, "states.tsv", 4)]
    public async Task Labels_that_lead_nowhere_are_named(
        string old,
        string edited,
        RowProblemKind kind,
        string file,
        long line
    )
    {
        await using var shop = await SeededAsync(Seed.Replace(old, edited, StringComparison.Ordinal));

        var problems = (await shop.RefusalAsync(Assign)).Problems.Places();

        Assert.Contains((kind, file, line), problems.Select(place => (place.Kind, place.File!, place.Line!.Value)));
    }

    [SkippableFact]
    public async Task Rows_whose_labels_lead_nowhere_stay_out_where_the_import_keeps_going()
    {
        await using var shop = await SeededAsync(Seed.Replace("d2 a x2", "d2 q x2", StringComparison.Ordinal));

        var result = await shop.ImportAsync(Assign with { KeepGoing = true });

        Assert.Equal(
            ["devices.tsv 3", "states.tsv 3"],
            result.Problems.Select(problem => $"{problem.File} {problem.Line}").Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            ["devices 2 1", "states 2 1"],
            result
                .Tables.Where(table => table.Failed > 0)
                .Select(table => $"{table.Table} {table.Inserted} {table.Failed}")
                .Order(StringComparer.Ordinal)
        );
    }

    [SkippableFact]
    public async Task A_table_that_does_not_fit_costs_no_ids_and_where_the_import_keeps_going_only_what_needs_its_rows()
    {
        await using var shop = await SeededAsync(
            Seed.Replace("id name plan", "id name price", StringComparison.Ordinal)
        );

        Assert.Equal(RowProblemKind.UnknownColumn, (await shop.RefusalAsync(Assign)).Problem().Kind);
        var result = await shop.ImportAsync(Assign with { KeepGoing = true });

        Assert.Equal(
            ["devices 0 3", "states 0 3"],
            result
                .Tables.Where(table => table.Failed > 0)
                .Select(table => $"{table.Table} {table.Inserted} {table.Failed}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(14, result.Tables.Sum(table => table.Inserted));
    }

    [SkippableTheory]
    [InlineData("CREATE TABLE t (id serial PRIMARY KEY, name text)", RowProblemKind.NoNaturalKey)]
    [InlineData(
        "CREATE TABLE t (id serial PRIMARY KEY, name text NOT NULL, parent integer NOT NULL REFERENCES t, UNIQUE (parent, name))",
        RowProblemKind.KeyNeedsItself
    )]
    public async Task A_table_without_a_natural_key_is_refused(string schema, RowProblemKind kind)
    {
        await using var shop = await Scenario.CreateAsync(postgres, schema, "SELECT 1");
        HandWritten.Write(
            shop.Folder,
            schema.Contains("parent", StringComparison.Ordinal) ? "#t\nid name parent\nx a x" : "#t\nid name\nx a"
        );

        Assert.Equal(kind, (await shop.RefusalAsync(Assign)).Problem().Kind);
    }

    [SkippableFact]
    public async Task Labels_follow_references_that_only_a_user_declares()
    {
        await using var shop = await SeededAsync(Seed);
        var options = Assign with
        {
            References = [new Reference("tags", ["subject_id"], "groups", ["name"]) { Where = "subject = 'name'" }],
        };

        await shop.ImportAsync(options);

        Assert.Equal("4", await shop.Target.ScalarAsync("SELECT count(*) FROM tags"));
    }

    private async Task<Scenario> SeededAsync(string seed)
    {
        var shop = await Scenario.CreateAsync(postgres, Schema, "SELECT 1");
        HandWritten.Write(shop.Folder, seed);
        return shop;
    }

    [SkippableFact]
    public async Task Are_found_through_a_file_that_is_not_loaded_and_has_a_column_that_the_target_lacks()
    {
        await using var target = await postgres.CloneAsync(
            "test",
            """
            CREATE TABLE groups (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
            CREATE TABLE members (name text PRIMARY KEY, group_id integer NOT NULL REFERENCES groups);
            INSERT INTO groups (name) VALUES ('other'), ('red')
            """
        );
        using var temporary = new TemporaryFolder();
        HandWritten.Write(temporary["seed"], "#groups\nid name old\na red x\n#members\nname group_id\nAda a");
        await using var connection = await target.OpenAsync();

        await new ImportRun(connection).ImportAsync(temporary["seed"], Assign with { Only = ["members"] });

        Assert.Equal("2", await target.ScalarAsync("SELECT group_id FROM members"));
    }
}
