using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// Whatever keeps a row out beside another one: both are named, wherever the rule comes from. (That a second import
/// inserts nothing, the cases show.)
/// </summary>
[Collection(OneServer.Name)]
public sealed class UniqueRules(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData("n text NOT NULL; CREATE UNIQUE INDEX rule ON t (lower(n))", "Ada", "ADA", "lower(n)")]
    [InlineData("n integer, gone boolean; CREATE UNIQUE INDEX rule ON t (n) WHERE gone IS NOT TRUE", "3", "3", "n")]
    [InlineData("n integer, m integer, CONSTRAINT rule UNIQUE NULLS NOT DISTINCT (n, m)", null, null, "n, m")]
    [InlineData(
        "n daterange, CONSTRAINT rule EXCLUDE USING gist (n WITH &&)",
        "[2024-01-01,2024-02-01)",
        "[2024-01-15,2024-01-20)",
        "n"
    )]
    [InlineData(
        "n daterange, CONSTRAINT rule EXCLUDE USING gist (n WITH &&) DEFERRABLE INITIALLY DEFERRED",
        "[2024-01-01,2024-02-01)",
        "[2024-01-15,2024-01-20)",
        "n"
    )]
    [InlineData("n text, CONSTRAINT rule EXCLUDE (upper(n) WITH =) WHERE (n <> '-')", "a", "A", "upper(n)")]
    [InlineData("n integer, CONSTRAINT rule UNIQUE (n) DEFERRABLE INITIALLY DEFERRED", "3", "3", "n")]
    [InlineData(
        "n text; CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE UNIQUE INDEX rule ON t (n COLLATE caseless)",
        "a",
        "A",
        "n"
    )]
    public async Task Name_the_row_and_the_one_that_keeps_it_out(
        string columns,
        string? value,
        string? other,
        string rule
    )
    {
        await using var table = await Scenario.ExportedAsync(
            postgres,
            Table(columns),
            $"INSERT INTO t (id, n) VALUES (1, {Literal(value)})"
        );
        await table.Target.ExecuteAsync($"INSERT INTO t (id, n) VALUES (99, {Literal(other)})");

        var refusal = await table.RefusalAsync();
        var problem = refusal.Problem();
        Assert.Equal(("t.tsv", 2, "id = 1"), (problem.File, problem.Line, problem.Key));
        TextAssert.Contains(problem.Holder!, "id = 99");
        Assert.Equal((rule, "rule"), (string.Join(", ", problem.Columns), problem.Constraint));
        TextAssert.DoesNotContain(refusal.Message + refusal.Hint, "trigger");
    }

    [SkippableTheory]
    [InlineData("n text NOT NULL; CREATE UNIQUE INDEX rule ON t (lower(n))", "bob", "ADA")]
    [InlineData(
        "n daterange, CONSTRAINT rule EXCLUDE USING gist (n WITH &&)",
        "[2025-01-01,2025-02-01)",
        "[2024-01-15,2024-01-20)"
    )]
    [InlineData("n text, CONSTRAINT rule UNIQUE NULLS NOT DISTINCT (n)", "x", "\\N")]
    public async Task Name_the_lines_of_an_edited_file_that_keep_each_other_out(
        string columns,
        string value,
        string edited
    )
    {
        await using var table = await Scenario.ExportedAsync(
            postgres,
            Table(columns),
            $"INSERT INTO t (id, n) VALUES (1, {Literal(edited == "\\N" ? null : edited.Replace("ADA", "Ada", StringComparison.Ordinal))}), (2, {Literal(value)})"
        );
        await table.EditAsync("t.tsv", $"2\t{value}", $"2\t{edited}");

        var problem = (await table.RefusalAsync()).Problems[0];
        Assert.Contains(problem.Kind, (RowProblemKind[])[RowProblemKind.Exclusion, RowProblemKind.Duplicate]);
        Assert.Equal(("t.tsv", 2, 3), (problem.File, problem.Line, problem.OtherLine));
        Assert.Equal("rule", problem.Constraint);
    }

    [SkippableFact]
    public async Task Without_overlaps_name_the_row_that_overlaps()
    {
        await postgres.RequireAsync(18);
        await using var table = await Scenario.ExportedAsync(
            postgres,
            "CREATE EXTENSION btree_gist; CREATE TABLE t (id integer, n daterange, CONSTRAINT rule PRIMARY KEY (id, n WITHOUT OVERLAPS))",
            "INSERT INTO t VALUES (1, '[2024-01-01,2024-02-01)')"
        );
        await table.Target.ExecuteAsync("INSERT INTO t VALUES (1, '[2024-01-15,2024-03-01)')");

        var problem = (await table.RefusalAsync()).Problem();
        Assert.Equal((RowProblemKind.Exclusion, "t.tsv", 2), problem.Place());
        TextAssert.Contains(problem.Holder!, "1, [2024-01-15,2024-03-01)");
        Assert.Equal<string>(["id", "n"], problem.Columns);
        Assert.Equal("rule", problem.Constraint);
    }

    [SkippableFact]
    public async Task Of_a_partition_alone_count_there_alone()
    {
        const string schema = """
            CREATE TABLE t (id integer, kind integer, n integer, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind); CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1);
            CREATE TABLE t_2 (n integer, kind integer NOT NULL, id integer NOT NULL); ALTER TABLE t ATTACH PARTITION t_2 FOR VALUES IN (2); CREATE UNIQUE INDEX rule ON t_2 (n)
            """;
        await using var table = await Scenario.ExportedAsync(
            postgres,
            schema,
            "INSERT INTO t VALUES (1, 1, 7), (2, 1, 7), (3, 2, 7)"
        );
        await table.Target.ExecuteAsync("INSERT INTO t VALUES (98, 1, 7)");
        await table.ImportAsync();
        await table.Target.ExecuteAsync("TRUNCATE t; INSERT INTO t VALUES (98, 1, 7), (99, 2, 7)");

        var problem = (await table.RefusalAsync()).Problem();
        Assert.Equal((RowProblemKind.Exclusion, "t.tsv", 4), problem.Place());
        Assert.Equal(("id = 3, kind = 2", "n", "rule"), (problem.Key, problem.Columns.Single(), problem.Constraint));
        TextAssert.Contains(problem.Holder!, "99, 2");
    }

    private static string Table(string columns) =>
        $"CREATE TABLE t (id integer PRIMARY KEY, {(columns.IndexOf(';', StringComparison.Ordinal) is >= 0 and var end ? columns.Insert(end, ")") : columns + ")")}";

    private static string Literal(string? value) => value is null ? "NULL" : TestSql.Literal(value);
}
