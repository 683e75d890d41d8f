using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class Passwords
{
    [Theory]
    [InlineData("postgresql://anna:hunter2@host:5432/db")]
    [InlineData("postgresql://host/db?user=anna&password=hunter2")]
    [InlineData("Host=host;Database=db;Username=anna;Password=hunter2")]
    public void Are_used_and_never_shown(string text)
    {
        var address = DatabaseAddress.Source(text, Addresses.Environment());

        Assert.Equal("hunter2", new NpgsqlConnectionStringBuilder(address.ConnectionString).Password);
        Assert.Equal("db at host:5432", address.ToString());
        Assert.DoesNotContain("hunter2", $"{address}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://anna:hunter2@host:abc/db")]
    [InlineData("postgresql://anna:hunter2%@host/db")]
    [InlineData("postgresql://anna:hunter2%@[::1/db")]
    [InlineData("postgresql://anna:hunter2/x@host/db")]
    [InlineData("postgresql://anna:12/hunter2@host/db")]
    [InlineData("postgresql://anna:12?hunter2@host/db")]
    [InlineData("postgresql://host/db?password=x&hunter2")]
    [InlineData("postgresql://host/db?password=hunter2&sslmode=perhaps")]
    [InlineData("postgresql://host/db?password=hunter2&service=nope")]
    [InlineData("postgresql://host/db?password=x&hunter2=y")]
    [InlineData("postgresql://anna:12?hunter2=x@host/db")]
    [InlineData("postgresql:/anna:hunter2@host/db")]
    [InlineData("anna:hunter2@host/db")]
    [InlineData("Host=host;Password=hunter2;Port=abc")]
    [InlineData("Host=host;Password='hunter2")]
    [InlineData("Host=host;Password=x;hunter2")]
    [InlineData("Host=host;Password=x;hunter2=1")]
    [InlineData("host=h dbname=d user=u password=hunter2")]
    public void Are_in_no_message_about_a_malformed_address(string text)
    {
        var error = Assert.Throws<ToolException>(() => DatabaseAddress.Target(text, Addresses.Environment()));

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import", "postgresql://u:my hunter2@host/db")]
    [InlineData("import", "postgresql://u:my\nhunter2@host/db")]
    [InlineData("import", "--target", "postgresql://u:my", "hunter2", "hunter2@host/db")]
    [InlineData("import", "--target", "postgresql://u:my", "--hunter2@host/db")]
    [InlineData("import", "--target=Host=h;Password=my", "hunter2")]
    [InlineData("import", "Host=h;Password='my hunter2;hunter2'")]
    [InlineData("import", "Host=h;Password=\"my;hunter2\"\"hunter2\"")]
    [InlineData("import", "Host=h;SslPassword=hunter2")]
    [InlineData("import", "postgresql://h/db?password=my;hunter2")]
    [InlineData("postgresql://u:hunter2", "blank@host/db")]
    [InlineData("export", "--table-limit", "postgresql://u:my hunter2@host/db")]
    [InlineData("export", "--log-file", "postgresql://u:my hunter2@host/db")]
    [InlineData("export", "--log-file", "postgresql://u:my\nhunter2@host/db")]
    [InlineData("export", "--log-file", "postgresql://u:my/hunter2@host/db")]
    [InlineData("export", "--log-file", "postgresql://host/db?password=hunter2")]
    [InlineData(
        "import",
        "--target",
        "postgresql://127.0.0.1:1/test",
        "--snapshot",
        "postgresql://u:my/hunter2@host/db"
    )]
    public async Task Are_in_no_message_about_a_word_in_the_wrong_place(params string[] arguments)
    {
        using var said = new StringWriter();
        var (verb, exitCode) = CommandLineReader.Read(arguments, said, said);
        if (verb is not null)
        {
            var error = await Assert.ThrowsAsync<ToolException>(async () =>
            {
                await using var log = Logging.Create(verb);
                exitCode = await verb.RunAsync(
                    new VerbContext(
                        said,
                        NullLogger.Instance,
                        Addresses.Environment("DATABASE_URL_DEMO=postgresql://127.0.0.1:1/demo")
                    ),
                    CancellationToken.None
                );
            });
            Failure.Of(error, isCancelled: false, ServerFailure.NothingChanged).WriteTo(said);
        }

        Assert.StartsWith("error: ", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "Could not find a part of the path '/data/postgresql:/u:my hunter2@host/db'.",
        "Could not find a part of the path '/data/postgresql:/…host/db'."
    )]
    [InlineData(
        "neither a postgresql:// URL nor an Npgsql connection string",
        "neither a postgresql:// URL nor an Npgsql connection string"
    )]
    [InlineData("Password = 'a\"b';Host=h", "Password=…")]
    [InlineData("a line\nPWD=hunter2 x\nanother", "a line\nPWD=…\nanother")]
    [InlineData(
        "cannot connect to the source database demo at 127.0.0.1:1",
        "cannot connect to the source database demo at 127.0.0.1:1"
    )]
    public void Are_left_out_of_a_text_with_all_that_may_belong_to_them(string text, string shown) =>
        Assert.Equal(shown, Credentials.Hide(text));

    [Fact]
    public void Are_in_no_report_of_a_folder_with_the_name_of_a_URL() =>
        Assert.Contains(
            " postgresql://…host/db: ",
            new TextReport(option => option.InLibrary).Export(
                SampleResults.Exported with
                {
                    Folder = "postgresql://u:hunter2@host/db",
                }
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Are_in_no_message_about_a_connection_that_fails()
    {
        var address = DatabaseAddress.Source(
            "postgresql://anna:hunter2@127.0.0.1:1/db?connect_timeout=2",
            Addresses.Environment()
        );

        var error = await Assert.ThrowsAsync<ToolException>(() =>
            OpenDatabase.OpenAsync(address, CancellationToken.None)
        );

        TextAssert.Contains(error.Message, address.Role, address.ToString());
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Hint, StringComparison.Ordinal);
    }
}
