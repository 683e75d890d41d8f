using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class DotEnvFiles : IDisposable
{
    private const string Url = "postgresql://u:p#w%20$x$HOME\\n@h:5432/d?a=b&c=d";

    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData($"DATABASE_URL_DEMO={Url}")]
    [InlineData($"DATABASE_URL_DEMO={Url}\n")]
    [InlineData($"DATABASE_URL_DEMO={Url}\r\nOTHER=1\r\n")]
    [InlineData($"export DATABASE_URL_DEMO={Url}\n")]
    [InlineData($"  export  DATABASE_URL_DEMO = {Url}  \n")]
    [InlineData($"DATABASE_URL_DEMO='{Url}'\r\n")]
    [InlineData($"# a comment\n\nnonsense\nDATABASE_URL_DEMO={Url} # a comment\n")]
    [InlineData($"DATABASE_URL_DEMO=first\nDATABASE_URL_DEMO={Url}")]
    public void Give_what_the_environment_lacks_as_it_is_written(string text) =>
        Assert.Equal(Url, Lookup(text)("DATABASE_URL_DEMO"));

    [Fact]
    public void May_have_double_quotes() =>
        Assert.Equal("postgresql://u:p#w@h/$d", Lookup("PGX=\"postgresql://u:p#w@h/$d\"\n")("PGX"));

    [Fact]
    public void Come_after_the_environment_in_which_an_empty_variable_is_none()
    {
        const string text = "A=file\nB=file\nC=\n";

        Assert.Equal("environment", Lookup(text, "A=environment")("A"));
        Assert.Equal("file", Lookup(text, "B=")("B"));
        Assert.Null(Lookup(text)("C"));
        Assert.Null(Lookup(text)("D"));
    }

    [Fact]
    public void Need_not_be_there()
    {
        Assert.Null(Variables.Of(folder["nowhere"], Addresses.Environment())("A"));
        Directory.CreateDirectory(folder[".env"]);
        Assert.Null(Variables.Of(folder["."], Addresses.Environment())("A"));
    }

    [Fact]
    public void That_are_malformed_are_refused_only_where_they_are_needed()
    {
        const string text = "postgresql://u:hunter2@h/d?a=\"b\n";

        Assert.Equal("environment", Lookup(text, "A=environment")("A"));
        var error = Assert.Throws<ToolException>(() => DatabaseAddress.Source(null, Lookup(text)));
        TextAssert.Contains(error.Message, "DATABASE_URL_DEMO", ".env");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    private Func<string, string?> Lookup(string text, params string[] environment)
    {
        File.WriteAllText(folder[".env"], text);
        return Variables.Of(folder["."], Addresses.Environment(environment));
    }
}
