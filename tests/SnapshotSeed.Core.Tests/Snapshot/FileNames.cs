using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SnapshotSeed.Model;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Core.Tests.Snapshot;

public sealed class FileNames
{
    private static readonly string[] Pieces =
    [
        "a",
        "A",
        "b",
        "con",
        "CON",
        "Con",
        "nul",
        "com1",
        "snapshot",
        "é",
        "e\u0301",
        "É",
        "ß",
        "ss",
        "ı",
        "İ",
        "i",
        "I",
        "\u212A",
        "k",
        "K",
        ".",
        "..",
        "/",
        "\\",
        ":",
        "%",
        "%63",
        "%2e",
        "~",
        " ",
        "-",
        "_",
        "tsv",
        "public",
        "\n",
        "日",
        new string('x', 40),
        new string('X', 40),
        "日本語の表の名前はとても長い",
    ];

    private static Gen<string> Names =>
        Gen.Elements(Pieces)
            .NonEmptyListOf()
            .Select(pieces => string.Concat(pieces))
            .Where(name => Encoding.UTF8.GetByteCount(name) <= 63);

    private static Gen<TableName[]> Tables =>
        Gen.Frequency((2, Gen.Constant("public")), (1, Gen.Elements("audit", "Audit", "con", "a", "A")), (1, Names))
            .Zip(Names, (schema, name) => new TableName(schema, name))
            .ArrayOf();

    [Theory]
    [InlineData("public", "users", "users.tsv")]
    [InlineData("public", "Users", "Users.tsv")]
    [InlineData("public", "order-items_2", "order-items_2.tsv")]
    [InlineData("audit", "events", "audit.events.tsv")]
    [InlineData("Public", "users", "Public.users.tsv")]
    [InlineData("public", "a.b", "a%2eb.tsv")]
    [InlineData("a.b", "c", "a%2eb.c.tsv")]
    [InlineData("public", "two words", "two%20words.tsv")]
    [InlineData("public", "größe", "gr%c3%b6%c3%9fe.tsv")]
    [InlineData("public", "100%", "100%25.tsv")]
    [InlineData("public", "..", "%2e%2e.tsv")]
    [InlineData("..", "..", "%2e%2e.%2e%2e.tsv")]
    [InlineData("public", "a/b", "a%2fb.tsv")]
    [InlineData("public", "..\\x", "%2e%2e%5cx.tsv")]
    [InlineData("public", "/etc/passwd", "%2fetc%2fpasswd.tsv")]
    [InlineData("public", "c:x", "c%3ax.tsv")]
    [InlineData("public", "con", "%63on.tsv")]
    [InlineData("public", "NUL", "%4eUL.tsv")]
    [InlineData("public", "com1", "%63om1.tsv")]
    [InlineData("public", "Lpt9", "%4cpt9.tsv")]
    [InlineData("aux", "x", "%61ux.x.tsv")]
    [InlineData("public", "console", "console.tsv")]
    [InlineData("shop", "con", "shop.con.tsv")]
    public void Say_the_table_and_are_safe(string schema, string name, string file) =>
        Assert.Equal(file, FileOf(new(schema, name)));

    [Fact]
    public void Tell_case_twins_apart()
    {
        TableName[] tables =
        [
            new("public", "users"),
            new("public", "Users"),
            new("public", "USERS"),
            new("public", "Tags"),
            new("s", "x"),
            new("S", "x"),
        ];

        var files = SnapshotFileName.ForAll(tables);

        Assert.Equal(
            ["users.tsv", "%55sers.tsv", "%55%53%45%52%53.tsv", "Tags.tsv", "s.x.tsv", "%53.x.tsv"],
            tables.Select(table => files[table])
        );
    }

    [Fact]
    public void Fit_a_file_system_for_the_longest_names()
    {
        var cjk = new string('表', 21);
        var file = FileOf(new(cjk, cjk));

        Assert.InRange(file.Length, 1, 255);
        Assert.NotEqual(file, FileOf(new(cjk, cjk[..20] + "子")));
        Assert.Equal(file, FileOf(new(cjk, cjk)));
    }

    [Fact]
    public void Are_safe_and_distinct_on_every_file_system() =>
        Law.Holds(
            Tables,
            tables =>
            {
                var files = SnapshotFileName.ForAll(tables);

                Assert.Equal(tables.Distinct().Order(), files.Keys.Order());
                Assert.Equal(
                    files.Count,
                    files
                        .Values.Select(file => file.Normalize(NormalizationForm.FormC))
                        .Distinct(StringComparer.OrdinalIgnoreCase)
                        .Count()
                );
                Assert.All(
                    files.Values,
                    file =>
                    {
                        Assert.True(Ascii.IsValid(file), file);
                        Assert.True(SnapshotFileName.IsSafe(file), file);
                        Assert.InRange(file.Length, 5, 255);
                        Assert.Equal(file, Path.GetFileName(file));
                        Assert.DoesNotContain(
                            file.Split('.')[0],
                            ["con", "nul", "com1", "aux", "prn", "lpt1"],
                            StringComparer.OrdinalIgnoreCase
                        );
                    }
                );
            }
        );

    [Fact]
    public void Do_not_depend_on_the_order_of_the_tables() =>
        Law.Holds(
            Tables,
            tables =>
                Assert.Equal(
                    SnapshotFileName.ForAll(tables).OrderBy(pair => pair.Key),
                    SnapshotFileName.ForAll(tables.Reverse()).OrderBy(pair => pair.Key)
                )
        );

    [Theory]
    [InlineData("users.tsv")]
    [InlineData("audit.events.tsv")]
    [InlineData("a%2fb.tsv")]
    [InlineData("größe.tsv")]
    [InlineData("a..b.tsv")]
    public void That_people_may_write_are_accepted(string file) => Assert.True(SnapshotFileName.IsSafe(file));

    [Theory]
    [InlineData("")]
    [InlineData(".tsv")]
    [InlineData("..tsv")]
    [InlineData("../x.tsv")]
    [InlineData("..\\x.tsv")]
    [InlineData("/etc/x.tsv")]
    [InlineData("a/b.tsv")]
    [InlineData("a\\b.tsv")]
    [InlineData("c:x.tsv")]
    [InlineData("x\0.tsv")]
    [InlineData("x\n.tsv")]
    [InlineData("users.csv")]
    [InlineData("snapshot.json")]
    [InlineData(".hidden.tsv")]
    public void That_could_lead_elsewhere_are_refused(string file) => Assert.False(SnapshotFileName.IsSafe(file));

    private static string FileOf(TableName table) => SnapshotFileName.ForAll([table])[table];
}
