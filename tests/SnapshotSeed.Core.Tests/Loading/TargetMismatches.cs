using SnapshotSeed.Catalog;
using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Loading;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Core.Tests.Loading;

public sealed class TargetMismatches
{
    private static readonly Table Users = CatalogNotation
        .Parse("users")
        .Table("users")
        .WithColumn(CatalogNotation.Text("email") with { IsNullable = false })
        .WithColumn(CatalogNotation.Text("nick"));
    private static readonly SnapshotTable Source = SnapshotSketch.Of(Users);

    [Fact]
    public void Of_a_table_that_fits_are_none() => Assert.Empty(Problems(Source, Users));

    [Fact]
    public void Name_a_table_that_is_not_there() =>
        Assert.Equal(["users: table not found (has the migration run?)"], Problems(Source, null));

    [Fact]
    public void Name_missing_privileges()
    {
        var table = Users with { CanSelect = false, CanInsert = false };

        Assert.Equal(
            [
                "users: the role may not SELECT from it, which comparing rows needs",
                "users: the role may not INSERT into it",
            ],
            Problems(Source, table)
        );
        Assert.Equal(
            ["users: the role may not SELECT from it, which comparing rows needs"],
            Problems(Source, table, forWriting: false)
        );
    }

    [Fact]
    public void Name_a_column_that_the_header_has_twice() =>
        Assert.Equal(
            ["users.tsv line 1: column nick is there 2 times"],
            Problems(Source.WithHeader("id", "email", "nick", "nick"), Users)
        );

    [Fact]
    public void Name_a_column_that_the_target_lacks() =>
        Assert.Equal(
            ["users.tsv line 1: the target's table users has no column Nick"],
            Problems(Source.WithHeader("id", "email", "nick", "Nick"), Users)
        );

    [Fact]
    public void Name_a_column_that_the_header_lacks() =>
        Assert.Equal(
            ["users.tsv line 1: column nick is missing from the header"],
            Problems(Source.WithHeader("id", "email"), Users)
        );

    [Fact]
    public void Name_a_column_that_the_target_generates() =>
        Assert.Equal(
            ["users.tsv line 1: column nick is generated in the target and takes no values"],
            Problems(Source, Changed("nick", column => column with { IsGenerated = true }))
        );

    [Fact]
    public void Name_a_column_of_another_type() =>
        Assert.Equal(
            ["users: column nick is text in the snapshot and character varying(20) in the target"],
            Problems(Source, Changed("nick", column => column with { Type = "character varying(20)" }))
        );

    [Fact]
    public void Name_a_type_that_is_made_of_something_else()
    {
        var typed = Users with { Types = [new("public.nickname", "text")] };

        Assert.Empty(Problems(SnapshotSketch.Of(typed), typed));
        Assert.Empty(Problems(Source, typed));
        Assert.Equal(
            ["users: type public.nickname is text in the snapshot and character varying(9) in the target"],
            Problems(SnapshotSketch.Of(typed), Users with { Types = [new("public.nickname", "character varying(9)")] })
        );
    }

    [Fact]
    public void Name_the_line_of_a_NULL_that_the_target_refuses()
    {
        Assert.Equal(
            ["users.tsv line 7: NULL in column email, which is NOT NULL in the target"],
            Problems(Source.WithNull("email", 7), Users)
        );
        Assert.Empty(Problems(Source.WithNull("nick", 7), Users));
        Assert.Empty(Problems(Source.WithNull("email", 7), Users, forWriting: false));
    }

    [Fact]
    public void Name_a_new_column_that_needs_a_value()
    {
        var age = CatalogNotation.BigInt("age");

        Assert.Equal(
            ["users: the target has column age (bigint), which is NOT NULL without a default and not in users.tsv"],
            Problems(Source, Users.WithColumn(age))
        );
        Assert.Empty(Problems(Source, Users.WithColumn(age), forWriting: false));
        Assert.Empty(Problems(Source, Users.WithColumn(age with { IsNullable = true })));
        Assert.Empty(Problems(Source, Users.WithColumn(age with { HasDefault = true })));
        Assert.Empty(Problems(Source, Users.WithColumn(age with { IsGenerated = true })));
    }

    [Fact]
    public void Accept_columns_in_another_order() =>
        Assert.Empty(Problems(Source.WithHeader("nick", "email", "id"), Users));

    [Fact]
    public void Of_every_table_are_reported_together_before_anything_is_written()
    {
        var catalog = CatalogNotation.Parse("orders -> users, tags");
        var snapshot = SnapshotSketch.Of(catalog);
        var target = CatalogNotation.Parse("users, orders").With("users", table => table with { CanInsert = false });

        var error = Assert.Throws<SnapshotSeedException>(() => LoadPlanner.Plan(snapshot, target, new ImportOptions()));

        Assert.Equal(
            """
            the snapshot does not fit database demo
              - orders.tsv line 1: the target's table orders has no column users_id
              - tags: table not found (has the migration run?)
              - users: the role may not INSERT into it
            """,
            error.Message
        );
        Assert.Equal(
            "Run the migrations on the target, export the snapshot again from a source with the same schema, or correct what was edited. Nothing was written.",
            error.Hint
        );
        Assert.Equal(FailureKind.Failed, error.Kind);
    }

    [Fact]
    public void Name_the_migration_of_the_snapshot()
    {
        var snapshot = SnapshotSketch.Of(CatalogNotation.Parse("users"));
        snapshot = snapshot with
        {
            Migration = new MigrationVersion(new TableName("public", "schema_migrations"), "42"),
        };

        var error = Assert.Throws<SnapshotSeedException>(() =>
            LoadPlanner.Plan(snapshot, CatalogNotation.Parse(""), new ImportOptions())
        );

        Assert.Contains(
            "The snapshot was taken at migration 42 (schema_migrations).",
            error.Hint,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Of_tables_that_are_not_loaded_do_not_matter() =>
        Assert.Single(
            LoadPlanner
                .Plan(
                    SnapshotSketch.Of(CatalogNotation.Parse("users, tags")),
                    CatalogNotation.Parse("tags"),
                    new ImportOptions { Tables = ["tags"] }
                )
                .Tables
        );

    [Fact]
    public void In_large_numbers_are_cut_after_fifty()
    {
        var snapshot = SnapshotSketch.Of(
            CatalogNotation.Parse(string.Join(", ", Enumerable.Range(0, 60).Select(i => $"t{i}")))
        );

        var lines = Assert
            .Throws<SnapshotSeedException>(() =>
                LoadPlanner.Plan(snapshot, CatalogNotation.Parse(""), new ImportOptions())
            )
            .Message.Split('\n');

        Assert.Equal(52, lines.Length);
        Assert.Equal("  and 10 more", lines[^1]);
    }

    private static IEnumerable<string> Problems(SnapshotTable source, Table? table, bool forWriting = true) =>
        TableMatch.Problems(source, table, forWriting).Select(problem => problem.ToString());

    private static Table Changed(string name, Func<Column, Column> change) =>
        Users with
        {
            Columns = [.. Users.Columns.Select(column => column.Name == name ? change(column) : column)],
        };
}
