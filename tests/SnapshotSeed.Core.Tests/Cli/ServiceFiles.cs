using SnapshotSeed.Cli.Connections;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class ServiceFiles : IDisposable
{
    private static readonly string[] Lines =
    [
        "# services",
        "host=nowhere",
        "",
        "[demo]",
        "host = db.example ",
        "password=a=b#c",
        "  # a comment",
        "port=6543",
        "[test]",
        "host=t",
        "nonsense",
        "[demo]",
        "host=again",
        "[empty]",
    ];

    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Have_sections_of_parameters() =>
        Assert.Equal(
            [("host", "db.example"), ("password", "a=b#c"), ("port", "6543")],
            ServiceFile.Parse(Lines, "demo")!
        );

    [Theory]
    [InlineData("test", 1)]
    [InlineData("empty", 0)]
    public void End_a_section_where_the_next_begins(string service, int parameters) =>
        Assert.Equal(parameters, ServiceFile.Parse(Lines, service)!.Count);

    [Theory]
    [InlineData("live")]
    [InlineData("Demo")]
    [InlineData("")]
    public void May_lack_a_service(string service) => Assert.Null(ServiceFile.Parse(Lines, service));

    [Fact]
    public void Are_looked_for_where_libpq_looks()
    {
        Directory.CreateDirectory(folder["home"]);
        Directory.CreateDirectory(folder["etc"]);
        File.WriteAllText(folder["own"], "[a]\nhost=own\n");
        File.WriteAllText(Path.Combine(folder["home"], ".pg_service.conf"), "[a]\nhost=home\n[b]\nhost=home\n");
        File.WriteAllText(Path.Combine(folder["etc"], "pg_service.conf"), "[a]\nhost=etc\n[c]\nhost=etc\n");

        Assert.Equal(
            "own",
            Host("a", ("PGSERVICEFILE", folder["own"]), ("HOME", folder["home"]), ("PGSYSCONFDIR", folder["etc"]))
        );
        Assert.Equal("home", Host("a", ("HOME", folder["home"]), ("PGSYSCONFDIR", folder["etc"])));
        Assert.Equal("etc", Host("c", ("PGSERVICEFILE", folder["own"]), ("PGSYSCONFDIR", folder["etc"])));
        Assert.Equal("etc", Host("c", ("HOME", folder["home"]), ("PGSYSCONFDIR", folder["etc"])));
    }

    [Fact]
    public void That_lack_a_service_are_named()
    {
        File.WriteAllText(folder["own"], "[a]\nhost=own\n");

        var error = Assert.Throws<FormatException>(() => Host("live", ("PGSERVICEFILE", folder["own"])));

        TextAssert.Contains(error.Message, "live", folder["own"]);
    }

    private static string Host(string service, params (string Name, string Value)[] environment) =>
        ServiceFile
            .Find(service, name => environment.FirstOrDefault(pair => pair.Name == name).Value)
            .Single(parameter => parameter.Name == "host")
            .Value;
}
