using System.Globalization;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Tables whose names are hard to type, named on the command line.</summary>
[Collection(OneServer.Name)]
public sealed class OddNames(PostgresFixture postgres)
{
    // Every name as a user types it, and as SQL has it.
    private static readonly (string Typed, string Sql)[] Names =
    [
        ("Users", "\"Users\""),
        ("two words", "\"two words\""),
        ("a=1", "\"a=1\""),
        ("\"a,b\"", "\"a,b\""),
        ("say \"no", "\"say \"\"no\""),
        ("$1", "\"$1\""),
        ("{0}", "\"{0}\""),
        ("..", "\"..\""),
        ("-x", "\"-x\""),
        ("--limit", "\"--limit\""),
        ("100%", "\"100%\""),
        ("a\nb", "\"a\nb\""),
        ("\\", "\"\\\""),
        ("'", "\"'\""),
        (" ", "\" \""),
        ("caf\u00e9", "\"caf\u00e9\""),
        ("cafe\u0301", "\"cafe\u0301\""),
        ("a.\"b.c\"", "a.\"b.c\""),
        ("\"a.b\".c", "\"a.b\".c"),
        ("public.a.b.c", "\"a.b.c\""),
        ("\"snapshot.json\"", "\"snapshot.json\""),
        ("snapshot", "snapshot"),
    ];

    private static readonly string Schema = string.Join(
        ";\n",
        Names
            .Select(name => $"CREATE TABLE {name.Sql} (id integer PRIMARY KEY)")
            .Prepend("CREATE SCHEMA a; CREATE SCHEMA \"a.b\"")
    );
    private static readonly string Data = string.Join(
        ";\n",
        Names.Select(name => $"INSERT INTO {name.Sql} SELECT generate_series(1, 30)")
    );

    [SkippableFact]
    public async Task Limit_exclude_and_choose_exactly_the_tables_meant()
    {
        await using var odd = await Scenario.CreateAsync(postgres, Schema, Data);
        var even = Names.Where((_, i) => i % 2 == 0).Select(name => name.Typed).ToList();

        // Each table its own limit.
        await RunAsync(
            "export",
            "--source",
            odd.Source.Url,
            Names.SelectMany((name, i) => Option("--table-limit", FormattableString.Invariant($"{name.Typed}={i + 1}")))
        );
        await RunAsync("import", "--target", odd.Target.Url, []);
        Assert.Equal(Names.Select((_, i) => i + 1), await CountsAsync());

        // The odd ones without the even ones, then the even ones alone.
        await RunAsync("export", "--source", odd.Source.Url, even.SelectMany(name => Option("--exclude", name)));
        await RunAsync("import", "--target", odd.Target.Url, []);
        Assert.Equal(Names.Select((_, i) => i % 2 == 0 ? i + 1 : 30), await CountsAsync());
        await RunAsync("export", "--source", odd.Source.Url, even.SelectMany(name => Option("--tables", name)));
        Assert.Equal(even.Count, FolderContent.Read(odd.Folder).Tables.Length);
        await RunAsync("import", "--target", odd.Target.Url, even.Skip(1).SelectMany(name => Option("--table", name)));
        Assert.Equal(Names.Select((_, i) => i == 0 ? 1 : 30), await CountsAsync());

        // What begins with a hyphen has to stand behind a sign of equality, where the parser takes no line break.
        static string[] Option(string option, string value) =>
            value.StartsWith('-') ? [$"{option}={value}"] : [option, value];

        async Task RunAsync(string verb, string option, string url, IEnumerable<string> names)
        {
            string[] replace = verb == "export" ? ["--replace"] : [];
            var run = await Tool.RunVerbAsync([verb, option, url, "--snapshot", odd.Folder, .. replace, .. names]);
            Assert.True(run.ExitCode == 0, run.ToString());
        }

        async Task<List<int>> CountsAsync() =>
            [
                .. (
                    await odd.Target.RowsAsync(
                        string.Join(
                            " UNION ALL ",
                            Names.Select(
                                (name, i) => FormattableString.Invariant($"SELECT {i}, count(*) FROM {name.Sql}")
                            )
                        ) + " ORDER BY 1"
                    )
                ).Select(row => int.Parse(row[1]!, CultureInfo.InvariantCulture)),
            ];
    }

    [SkippableFact]
    public async Task That_fit_two_tables_are_refused_with_names_that_tell_them_apart()
    {
        await using var odd = await Scenario.CreateAsync(postgres, Schema, Data);

        var run = await Tool.RunAsync(
            "export",
            "--source",
            odd.Source.Url,
            "--snapshot",
            odd.Folder,
            "--exclude",
            "a.b.c"
        );

        Assert.Equal(2, run.ExitCode);
        TextAssert.Contains(run.Errors, "a.b.c", "a.\"b.c\"", "\"a.b\".c");
    }
}
