using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Conditions on rows; what they leave is the case tenants-slice.</summary>
[Collection(OneServer.Name)]
public sealed class Where(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData("customers: id =", "42601")]
    [InlineData("customers: customer_id = 1", "42703")]
    [InlineData("customers: id = 1; SELECT 1", "42601")]
    [InlineData("customers: id = 1) OR (true", null)]
    [InlineData("customers: id = 1)) r --", "42601")]
    [InlineData("customers: id = $1", "parameter")]
    [InlineData("customers: id = (SELECT id FROM public.orders)", "21000")]
    [InlineData("customers: name::integer = 1", "22P02")]
    [InlineData("customers: id", "42804")]
    [InlineData("customers: id > 100", "")]
    [InlineData("nobody: true", "")]
    [InlineData("customers", "")]
    public async Task That_cannot_be_met_is_told_before_the_first_row_is_read(string where, string? state)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);

        foreach (var verb in new[] { "export", "plan" })
        {
            var run = await Tool.RunAsync(
                verb,
                "--source",
                shop.Source.Url,
                "--snapshot",
                shop.Folder,
                "--where",
                where
            );

            Assert.Equal(state is null ? 0 : 2, run.ExitCode);
            if (state is null)
                continue;
            Assert.Contains(state, run.Errors, StringComparison.Ordinal);
            TextAssert.Contains(run.Errors, where.Split(':')[0]);
            Assert.DoesNotContain("Ada", run.Errors, StringComparison.Ordinal);
            Assert.False(Directory.Exists(shop.Folder));
        }
    }

    [SkippableFact]
    public async Task Several_of_one_table_have_to_hold_together()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            Shop.Schema,
            Shop.Data,
            new ExportOptions
            {
                Tables =
                {
                    ["orders"] = new() { Where = ["total > 11"] },
                    ["public.orders"] = new() { Where = ["orders.total < 13"] },
                },
            }
        );

        var files = FolderContent.Read(shop.Folder);
        Assert.Equal(["11", "12"], files["public.orders"].Records.Select(record => record[0]));
        Assert.Equal(["11", "12"], files["public.items"].Records.Select(record => record[0]));
        Assert.Equal(3, files["public.customers"].Rows);
        Assert.Empty(files.Dangling());
    }

    [SkippableFact]
    public async Task Finds_a_slice_far_behind_the_first_rows()
    {
        await using var slices = await Scenario.ExportedAsync(
            postgres,
            """
            CREATE TABLE tenants (id integer PRIMARY KEY);
            CREATE TABLE users (id integer PRIMARY KEY, tenant integer NOT NULL REFERENCES tenants);
            CREATE TABLE posts (id integer PRIMARY KEY, author integer NOT NULL REFERENCES users);
            CREATE INDEX ON users (tenant);
            CREATE INDEX ON posts (author)
            """,
            """
            INSERT INTO tenants SELECT generate_series(1, 1000);
            INSERT INTO users SELECT n, 1 + n / 30 FROM generate_series(1, 29900) n;
            INSERT INTO posts SELECT n, 1 + n % 29900 FROM generate_series(1, 90000) n;
            ANALYZE
            """,
            new ExportOptions { Tables = { ["tenants"] = new() { Where = ["id = 977"] } } }
        );

        var files = FolderContent.Read(slices.Folder);
        Assert.Equal(
            (1, 30, 90),
            (files["public.tenants"].Rows, files["public.users"].Rows, files["public.posts"].Rows)
        );
    }
}
