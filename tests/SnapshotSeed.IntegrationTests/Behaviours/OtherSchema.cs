using SnapshotSeed.Export;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>A target whose schema is not the snapshot's.</summary>
[Collection(OneServer.Name)]
public sealed class OtherSchema(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData("DROP TABLE items", RowProblemKind.TableNotFound, "items", null, null)]
    [InlineData(
        "ALTER TABLE customers DROP COLUMN name",
        RowProblemKind.UnknownColumn,
        "customers",
        "customers.tsv",
        "name",
        1L
    )]
    [InlineData(
        "ALTER TABLE customers RENAME COLUMN name TO \"Name\"",
        RowProblemKind.UnknownColumn,
        "customers",
        "customers.tsv",
        "name",
        1L
    )]
    [InlineData(
        "ALTER TABLE customers ADD country text NOT NULL",
        RowProblemKind.RequiredColumn,
        "customers",
        "customers.tsv",
        "country"
    )]
    [InlineData(
        "ALTER TABLE orders ALTER total TYPE integer",
        RowProblemKind.ColumnType,
        "orders",
        null,
        "total",
        null,
        "integer"
    )]
    [InlineData(
        "ALTER TABLE orders ALTER total TYPE numeric(8, 3)",
        RowProblemKind.ColumnType,
        "orders",
        null,
        "total",
        null,
        "numeric(8,3)"
    )]
    [InlineData(
        "ALTER TABLE customers ALTER name SET NOT NULL",
        RowProblemKind.Null,
        "customers",
        "customers.tsv",
        "name",
        3L
    )]
    [InlineData(
        "ALTER TABLE customers DROP name; ALTER TABLE customers ADD name text GENERATED ALWAYS AS ('x') STORED",
        RowProblemKind.GeneratedColumn,
        "customers",
        "customers.tsv",
        "name",
        1L
    )]
    public async Task Is_refused_before_anything_is_written(
        string change,
        RowProblemKind kind,
        string table,
        string? file,
        string? column,
        long? line = null,
        string? inTarget = null
    )
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync(change);

        var problem = (await shop.RefusalAsync()).Problem();

        Assert.Equal((kind, table, file), (problem.Kind, problem.Table, problem.File));
        Assert.Equal(column, problem.Columns.SingleOrDefault());
        Assert.Equal(line, problem.Line);
        if (kind == RowProblemKind.ColumnType)
            Assert.Equal(("numeric(8,2)", inTarget), (problem.InSnapshot, problem.InTarget));
    }

    [SkippableFact]
    public async Task Whose_types_have_become_wider_loads_verifies_and_says_so()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            """
            CREATE DOMAIN label AS varchar(9);
            CREATE TABLE t (id integer PRIMARY KEY, name varchar(120), price numeric(10, 2), label label, many smallint[])
            """,
            "INSERT INTO t VALUES (1, 'ten', 12.50, 'red', '{1,2}'), (2, NULL, -0.01, NULL, NULL)"
        );
        await shop.Target.ExecuteAsync(
            """
            DROP TABLE t; DROP DOMAIN label;
            CREATE DOMAIN label AS text;
            CREATE TABLE t (id bigint PRIMARY KEY, name text, price numeric(12, 4), label label, many integer[])
            """
        );

        var first = await ImportAsync();
        var second = await ImportAsync();

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        TextAssert.Contains(first.Output, "t: 2 new", "Verified");
        TextAssert.Contains(second.Output, "t: 0 new rows inserted, 2 skipped (already present)");
        TextAssert.Contains(
            first.Errors,
            "id was integer",
            "name was character varying(120)",
            "price was numeric(10,2)"
        );

        Task<ToolRun> ImportAsync() =>
            Tool.RunToEndAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder, "--verify");
    }

    [SkippableFact]
    public async Task Is_described_with_every_problem_at_once()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync(
            "DROP TABLE items; ALTER TABLE customers ADD country text NOT NULL; ALTER TABLE orders ALTER total TYPE integer"
        );

        var run = await Tool.RunToEndAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            [
                (RowProblemKind.TableNotFound, "items", null),
                (RowProblemKind.ColumnType, "orders", "total"),
                (RowProblemKind.RequiredColumn, "customers", "country"),
            ],
            Assert
                .IsType<SnapshotSeedException>(run.Failure)
                .Problems.Select(problem => (problem.Kind, problem.Table, problem.Columns.SingleOrDefault()))
                .Order()
        );
    }

    [SkippableTheory]
    [InlineData(
        "price numeric(10, 4)",
        "public.price|numeric(10,4)|numeric(10,2)",
        "CREATE DOMAIN price AS numeric(10, 2)"
    )]
    [InlineData("price numeric", "public.price|numeric|integer", "CREATE DOMAIN price AS integer")]
    [InlineData(
        "price numeric",
        "public.price|numeric|not a domain or composite type",
        "CREATE TYPE price AS ENUM ('1.2345')"
    )]
    [InlineData(
        "pair (a integer, b integer)",
        "public.pair|(a integer, b integer)|(b integer, a integer)",
        "CREATE TYPE pair AS (b integer, a integer)"
    )]
    [InlineData(
        "deep (a integer)",
        "public.deep|(a integer)|(a integer, b integer)",
        "CREATE TYPE deep AS (a integer, b integer)"
    )]
    public async Task Whose_types_are_made_of_something_else_is_refused(string definition, string said, string there)
    {
        var (name, of) = (
            definition[..definition.IndexOf(' ', StringComparison.Ordinal)],
            definition[definition.IndexOf(' ', StringComparison.Ordinal)..]
        );
        var column = name == "deep" ? "outermost" : name;
        const string around = "; CREATE TYPE around AS (items deep[], more text); CREATE DOMAIN outermost AS around[]";
        var isDomain = name == "price";
        var create = $"CREATE {(isDomain ? "DOMAIN" : "TYPE")} {name} AS {of}";
        var value = name switch
        {
            "price" => "1.2345",
            "pair" => "(1,2)",
            _ => """{"(\"{(7)}\",x)"}""",
        };
        await using var source = await postgres.CloneAsync(
            "demo",
            Schema(create) + $"; INSERT INTO t VALUES (1, '{value}')"
        );
        await using var target = await postgres.CloneAsync("test", Schema(there));
        using var temporary = new TemporaryFolder();
        await using (var connection = await source.OpenAsync())
            await new ExportRun(connection).ExportAsync(temporary["snapshot"], new());

        var import = await Tool.RunToEndAsync("import", "--target", target.Url, "--snapshot", temporary["snapshot"]);
        var verify = await Tool.RunAsync("verify", "--target", target.Url, "--snapshot", temporary["snapshot"]);

        Assert.Equal((1, 3), (import.ExitCode, verify.ExitCode));
        var problem = Assert.IsType<SnapshotSeedException>(import.Failure).Problem();
        Assert.Equal(
            (RowProblemKind.TypeDefinition, "t", said),
            (problem.Kind, problem.Table, $"{problem.Constraint}|{problem.InSnapshot}|{problem.InTarget}")
        );
        TextAssert.Contains(verify.Output, problem.Constraint!, problem.InSnapshot!);
        Assert.Equal("0", await target.ScalarAsync("SELECT count(*) FROM t"));

        string Schema(string type) =>
            $"{type}{(name == "deep" ? around : "")}; CREATE TABLE t (id integer PRIMARY KEY, v {column})";
    }

    [SkippableTheory]
    [InlineData("ALTER TABLE customers ADD country text NOT NULL DEFAULT 'unknown'")]
    [InlineData("ALTER TABLE customers ADD country text")]
    [InlineData("ALTER TABLE customers ADD double integer GENERATED ALWAYS AS (id * 2) STORED")]
    [InlineData("ALTER TABLE customers ADD number bigint GENERATED ALWAYS AS IDENTITY")]
    [InlineData("ALTER TABLE customers ALTER id DROP IDENTITY")]
    [InlineData("CREATE TABLE more (id integer)")]
    [InlineData("ALTER TABLE items DROP CONSTRAINT items_order")]
    [InlineData("ALTER TABLE customers DROP COLUMN name; ALTER TABLE customers ADD other text, ADD name text")] // another order
    public async Task Is_fine_where_the_rows_fit_nevertheless(string change)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync(change);

        await shop.ImportAsync();

        Assert.True((await shop.VerifyAsync()).Succeeded);
        Assert.Equal(0, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
        Assert.Equal(
            "Ada - ",
            await shop.Target.ScalarAsync("SELECT string_agg(coalesce(name, '-'), ' ' ORDER BY id) FROM customers")
        );
    }

    [SkippableFact]
    public async Task At_another_migration_is_loaded_and_said()
    {
        const string history =
            "CREATE TABLE schema_migrations (version text PRIMARY KEY); CREATE TABLE t (id integer PRIMARY KEY)";
        await using var migrated = await Scenario.ExportedAsync(
            postgres,
            history,
            "INSERT INTO schema_migrations VALUES ('20240102'), ('20240101'); INSERT INTO t VALUES (1)"
        );
        await migrated.Target.ExecuteAsync("INSERT INTO schema_migrations VALUES ('20240101')");

        var run = await Tool.RunToEndAsync("import", "--target", migrated.Target.Url, "--snapshot", migrated.Folder);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["20240102 20240101"], run.Log.Of(nameof(Log.OtherMigration), "Snapshot", "Target"));
        Assert.Equal("1", await migrated.Target.ScalarAsync("SELECT count(*) FROM schema_migrations"));
    }
}
