using System.Net.Sockets;
using Npgsql;
using SnapshotSeed.Cli;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class Connections(PostgresFixture postgres)
{
    private const string Password = "correct-horse%20battery";
    private static readonly string[] Secrets = [Password, Uri.UnescapeDataString(Password), "correct-horse"];

    [SkippableFact]
    public async Task To_a_database_that_does_not_exist_or_a_port_where_nobody_listens_are_errors()
    {
        var server = postgres.Server;
        using var temporary = new TemporaryFolder();

        var missing = await Tool.RunToEndAsync(
            "export",
            "--source",
            server.Url("no_such_database"),
            "--snapshot",
            temporary["snapshot"]
        );
        var unreachable = await Tool.RunToEndAsync(
            "export",
            "--source",
            "postgresql://postgres@127.0.0.1:1/demo",
            "--snapshot",
            temporary["snapshot"]
        );

        Assert.Equal(1, missing.ExitCode);
        TextAssert.Contains(missing.Errors, "source", "no_such_database");
        Assert.Equal(
            PostgresErrorCodes.InvalidCatalogName,
            Assert.IsType<PostgresException>(missing.Failure?.InnerException).SqlState
        );
        Assert.Equal(1, unreachable.ExitCode);
        TextAssert.Contains(unreachable.Errors, "source", "demo", "127.0.0.1:1");
        Assert.IsType<SocketException>(unreachable.Failure?.InnerException?.InnerException);
        Assert.Empty(Directory.GetFileSystemEntries(temporary.Root));
    }

    [SkippableFact]
    public async Task That_the_server_has_no_room_for_are_errors_with_a_next_step()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Source.ExecuteAsync($"ALTER DATABASE {shop.Source.Name} CONNECTION LIMIT 0");

        var run = await Tool.RunToEndAsync(
            "export",
            "--source",
            shop.Source.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            shop.Folder
        );

        Assert.Equal(1, run.ExitCode);
        var refusal = Assert.IsType<ToolException>(run.Failure);
        Assert.Equal(
            PostgresErrorCodes.TooManyConnections,
            Assert.IsType<PostgresException>(refusal.InnerException).SqlState
        );
    }

    [SkippableFact]
    public async Task That_are_not_given_are_wrong_usage()
    {
        _ = postgres.Server;
        foreach (var verb in new[] { "export", "import", "verify", "refresh", "plan" })
        {
            var refusal = await Assert.ThrowsAsync<ToolException>(() => Tool.RunVerbAsync(verb));
            Assert.Equal(FailureKind.WrongUsage, refusal.Kind);
            Assert.Contains("DATABASE_URL_", refusal.Message, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task May_be_given_as_URL_socket_or_Npgsql_string()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        foreach (
            var source in new[]
            {
                shop.Source.Url,
                shop.Source.Url.Replace("postgresql://", "postgres://", StringComparison.Ordinal)
                    + "?sslmode=disable&application_name=mine",
                $"postgresql:///{shop.Source.Name}?host={Uri.EscapeDataString(postgres.Server.SocketDirectory)}&port={shop.Source.Port}&user=postgres",
                $"Host=127.0.0.1;Port={shop.Source.Port};Username=postgres;Database={shop.Source.Name}",
            }
        )
        {
            var run = await Tool.RunVerbAsync("export", "--source", source, "--snapshot", shop.Folder);
            Assert.Equal(0, run.ExitCode);
            TextAssert.Contains(run.Output, shop.Source.Name, shop.Folder);
        }
    }

    [SkippableTheory]
    [InlineData("any", true)]
    [InlineData("primary", true)]
    [InlineData("read-write", true)]
    [InlineData("prefer-standby", true)]
    [InlineData("standby", false)]
    [InlineData("read-only", false)]
    public async Task May_ask_for_a_kind_of_server_though_there_is_one_host(string kind, bool suits)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);

        var run = await Tool.RunToEndAsync(
            CancellationToken.None,
            "plan",
            "--source",
            $"{shop.Source.Url}?target_session_attrs={kind}"
        );

        Assert.True(run.ExitCode == (suits ? 0 : 1), run.ToString());
        if (!suits)
            TextAssert.Contains(run.Failure!.Message, "target_session_attrs", kind);
    }

    [SkippableFact]
    public async Task Are_made_to_the_first_host_that_answers()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        foreach (
            var source in new[]
            {
                $"postgresql://postgres@127.0.0.1:1,127.0.0.1:{shop.Source.Port}/{shop.Source.Name}",
                $"postgresql://postgres@127.0.0.1:1,127.0.0.1:{shop.Source.Port}/{shop.Source.Name}?target_session_attrs=primary",
                $"postgresql://postgres@127.0.0.1:1,127.0.0.1:{shop.Source.Port}/{shop.Source.Name}?target_session_attrs=prefer-standby",
                $"Host=127.0.0.1:1,127.0.0.1;Port={shop.Source.Port};Username=postgres;Database={shop.Source.Name};Multiplexing=true;Load Balance Hosts=true",
            }
        )
        {
            var run = await Tool.RunToEndAsync(CancellationToken.None, "plan", "--source", source);
            Assert.True(run.ExitCode == 0, run.ToString());
        }
    }

    [SkippableFact]
    public async Task That_no_host_takes_tell_the_reason_of_each()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);

        var run = await Tool.RunToEndAsync(
            CancellationToken.None,
            "plan",
            "--source",
            $"postgresql://nobody_at_all@127.0.0.1:1,127.0.0.1:{shop.Source.Port}/{shop.Source.Name}?target_session_attrs=primary"
        );

        Assert.True(run.ExitCode == 1, run.ToString());
        var lines = Assert.IsType<ToolException>(run.Failure).Message.Split("\n  - ");
        Assert.Equal(3, lines.Length);
        TextAssert.Contains(lines[0], "source", shop.Source.Name);
        TextAssert.Contains(lines[1], "127.0.0.1:1");
        TextAssert.Contains(lines[2], $"127.0.0.1:{shop.Source.Port}", "nobody_at_all");
    }

    [SkippableFact]
    public async Task Never_show_their_password()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        foreach (var database in new[] { shop.Source, shop.Target })
            await database.ExecuteAsync(
                $"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {PostgresFixture.Stranger}"
            );
        var (source, target) = (WithPassword(shop.Source), WithPassword(shop.Target));
        var folder = shop.Folder;

        await AssertSilentAsync(0, "export", "--source", source, "--snapshot", folder);
        await AssertSilentAsync(0, "plan", "--source", source);
        await AssertSilentAsync(0, "plan", "--target", target, "--snapshot", folder);
        await AssertSilentAsync(0, "import", "--target", target, "--snapshot", folder, "--verify");
        await AssertSilentAsync(0, "verify", "--target", target, "--snapshot", folder, "--json");
        await AssertSilentAsync(1, "import", "--target", target, "--snapshot", folder, "--truncate-first");
        await AssertSilentAsync(2, "refresh", "--source", source, "--target", source, "--snapshot", folder);
        await AssertSilentAsync(1, "export", "--source", source + "_missing", "--snapshot", folder);
        await AssertSilentAsync(
            1,
            "export",
            "--source",
            source.Replace($":{shop.Source.Port}/", ":1/", StringComparison.Ordinal),
            "--snapshot",
            folder
        );
        await AssertSilentAsync(
            1,
            "export",
            "--source",
            source.Replace(PostgresFixture.Stranger, "nobody_at_all", StringComparison.Ordinal),
            "--snapshot",
            folder
        );
        await AssertSilentAsync(
            2,
            "export",
            "--source",
            source.Replace($":{shop.Source.Port}/", ":port/", StringComparison.Ordinal),
            "--snapshot",
            folder
        );
        await AssertSilentAsync(2, "export", "--source", source + "?sslmode=" + Password, "--snapshot", folder);
        await AssertSilentAsync(
            2,
            "export",
            "--source",
            shop.Source.Url + "?password=half-of-it&" + Password,
            "--snapshot",
            folder
        );
        await AssertSilentAsync(
            2,
            "export",
            "--source",
            source.Replace(Password, "12/" + Password, StringComparison.Ordinal),
            "--snapshot",
            folder
        );
        await AssertSilentAsync(
            2,
            "export",
            "--source",
            source.Replace(Password, "half?" + Password, StringComparison.Ordinal),
            "--snapshot",
            folder
        );
        await AssertSilentAsync(2, "export", "--source", $"Host=127.0.0.1;Pasword={Password}", "--snapshot", folder);
        await AssertSilentAsync(2, "export", "--source", $"host=127.0.0.1 password={Password}", "--snapshot", folder);
        await AssertSilentAsync(2, "export", "--sauce", source, "--snapshot", folder);
        await AssertSilentAsync(2, "export", "--table-limit", source);
        await AssertSilentAsync(2, "import", "--on-conflict", source);
        await AssertSilentAsync(2, "import", source.Replace(Password, "half of " + Password, StringComparison.Ordinal));
        await AssertSilentAsync(2, "import", $"Host=127.0.0.1;Password='half of {Password};{Password}'");
        await AssertSilentAsync(1, "import", "--target", target, "--snapshot", source);
        await AssertSilentAsync(
            1,
            "import",
            "--target",
            target,
            "--snapshot",
            source.Replace(Password, "half/of " + Password, StringComparison.Ordinal)
        );
    }

    [SkippableTheory]
    [InlineData("export", "URL")]
    [InlineData("export", "--source", "URL", "URL")]
    [InlineData("URL")]
    [InlineData("export", "--URL")]
    public async Task Never_show_their_password_where_the_option_was_forgotten(params string[] arguments)
    {
        _ = postgres.Server;
        await AssertSilentAsync(
            2,
            [
                .. arguments.Select(argument =>
                    argument.Replace(
                        "URL",
                        $"postgresql://{PostgresFixture.Stranger}:{Password}@127.0.0.1:1/demo",
                        StringComparison.Ordinal
                    )
                ),
            ]
        );
    }

    private static string WithPassword(TestDatabase database) =>
        database.UrlOf(PostgresFixture.Stranger).Replace("@", $":{Password}@", StringComparison.Ordinal);

    private static async Task AssertSilentAsync(int exitCode, params string[] arguments)
    {
        using var temporary = new TemporaryFolder();
        var log = temporary["log.txt"];
        var run = await Tool.RunAsync([.. arguments, "--log-file", log, "--verbosity", "debug"]);

        Assert.True(run.ExitCode == exitCode, $"{string.Join(' ', arguments)}: {run}");
        var said = run.Output + run.Errors + (File.Exists(log) ? await File.ReadAllTextAsync(log) : "");
        Assert.NotEmpty(said);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
    }
}
