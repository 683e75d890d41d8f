using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Core.Tests.Import;

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
    public void Name_a_table_that_is_not_there() => Assert.Equal(["TableNotFound"], Problems(Source, null));

    [Fact]
    public void Name_missing_privileges()
    {
        var table = Users with { CanSelect = false, CanInsert = false };

        Assert.Equal(["NotReadable", "NotInsertable"], Problems(Source, table));
        Assert.Equal(["NotReadable"], Problems(Source, table, forWriting: false));
    }

    [Fact]
    public void Name_a_column_that_the_header_has_twice()
    {
        var source = Source.WithHeader("id", "email", "nick", "nick");

        Assert.Equal(["RepeatedColumn users.tsv 1 nick"], Problems(source, Users));
        Assert.Equal(
            2,
            Assert.Single(TableMismatches.Problems(source, Users, LoadingRule.Default, forWriting: true)).Count
        );
    }

    [Fact]
    public void Name_a_column_that_the_target_lacks() =>
        Assert.Equal(
            ["UnknownColumn users.tsv 1 Nick"],
            Problems(Source.WithHeader("id", "email", "nick", "Nick"), Users)
        );

    [Fact]
    public void Name_a_column_that_the_header_lacks() =>
        Assert.Equal(["MissingColumn users.tsv 1 nick"], Problems(Source.WithHeader("id", "email"), Users));

    [Fact]
    public void Name_a_column_that_the_target_generates() =>
        Assert.Equal(
            ["GeneratedColumn users.tsv 1 nick"],
            Problems(Source, Changed("nick", column => column with { IsGenerated = true }))
        );

    [Fact]
    public void Name_a_column_of_another_type() =>
        Assert.Equal(
            ["ColumnType nick text varchar"],
            Problems(Source, Changed("nick", column => column with { Type = "varchar" }))
        );

    [Fact]
    public void Name_a_type_that_is_made_of_something_else()
    {
        var typed = Users with { Types = [new("public.nickname", "text")] };

        Assert.Empty(Problems(SnapshotSketch.Of(typed), typed));
        Assert.Empty(Problems(Source, typed));
        Assert.Equal(
            ["TypeDefinition public.nickname text varchar"],
            Problems(SnapshotSketch.Of(typed), Users with { Types = [new("public.nickname", "varchar")] })
        );
    }

    [Fact]
    public void Name_the_line_of_a_NULL_that_the_target_refuses()
    {
        Assert.Equal(["Null users.tsv 7 email"], Problems(Source.WithNull("email", 7), Users));
        Assert.Empty(Problems(Source.WithNull("nick", 7), Users));
        Assert.Empty(Problems(Source.WithNull("email", 7), Users, forWriting: false));
    }

    [Fact]
    public void Name_a_new_column_that_needs_a_value()
    {
        var age = CatalogNotation.BigInt("age");

        Assert.Equal(["RequiredColumn users.tsv age bigint"], Problems(Source, Users.WithColumn(age)));
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

        var error = Assert.Throws<SnapshotSeedException>(() => Fitted.Plan(snapshot, target, new ImportOptions()));

        Assert.Equal(
            [
                (RowProblemKind.UnknownColumn, "orders"),
                (RowProblemKind.TableNotFound, "tags"),
                (RowProblemKind.NotInsertable, "users"),
            ],
            error.Problems.Select(problem => (problem.Kind, problem.Table))
        );
        Assert.True(error.IsNothingWritten);
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
            Fitted.Plan(snapshot, CatalogNotation.Parse(""), new ImportOptions())
        );

        TextAssert.Contains(error.Hint, "42", "schema_migrations");
    }

    [Fact]
    public void Of_tables_that_are_not_loaded_do_not_matter() =>
        Assert.Single(
            Fitted
                .Plan(
                    SnapshotSketch.Of(CatalogNotation.Parse("users, tags")),
                    CatalogNotation.Parse("tags"),
                    new ImportOptions { Only = ["tags"] }
                )
                .Tables
        );

    [Fact]
    public void In_large_numbers_are_cut_after_fifty()
    {
        var snapshot = SnapshotSketch.Of(
            CatalogNotation.Parse(string.Join(", ", Enumerable.Range(0, 60).Select(i => $"t{i}")))
        );

        var error = Assert.Throws<SnapshotSeedException>(() =>
            Fitted.Plan(snapshot, CatalogNotation.Parse(""), new ImportOptions())
        );

        var lines = error.Message.Split('\n');
        Assert.Equal(52, lines.Length);
        TextAssert.Contains(lines[^1], "10");
        Assert.Equal(60, error.Problems.Length);
    }

    /// <summary>What is told of each problem, in the order of the sentence.</summary>
    private static IEnumerable<string> Problems(SnapshotTable source, Table? table, bool forWriting = true) =>
        TableMismatches
            .Problems(source, table, LoadingRule.Default, forWriting)
            .Select(problem =>
            {
                Assert.Equal(Users.Name, problem.Name);
                object?[] facts =
                [
                    problem.Kind,
                    problem.File,
                    problem.Line,
                    .. problem.Columns,
                    problem.Constraint,
                    problem.InSnapshot,
                    problem.Kind == RowProblemKind.GeneratedColumn ? null : problem.InTarget,
                ];
                return string.Join(' ', facts.Where(fact => fact is not null));
            });

    private static Table Changed(string name, Func<Column, Column> change) =>
        Users with
        {
            Columns = [.. Users.Columns.Select(column => column.Name == name ? change(column) : column)],
        };
}
