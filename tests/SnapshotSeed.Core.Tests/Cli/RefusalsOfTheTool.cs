using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Verbs;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class RefusalsOfTheTool : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Of_a_command_line_are_worded_as_approved()
    {
        var said = new FailureTranscript(isOfTheTool: true).Showing(folder.Path, "FOLDER");
        foreach (
            var arguments in new[]
            {
                "nonsense",
                "export --nonsense",
                "export -x",
                "export --limit abc",
                "export --limit",
                "import --target --verify",
                "export stray",
                "verify --limit 5",
                "export --table-limit users=many",
                "export --where users",
                "export --order oldest",
                "import --on-conflict replace",
                "import --rebase-time yesterday",
                "import --triggers maybe",
                "export --verbosity loud",
            }
        )
        {
            using var errors = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            CommandLineReader.Read(arguments.Split(' '), TextWriter.Null, errors);
            said.Text($"snapshotseed {arguments}", errors.ToString().TrimEnd());
        }

        await said.OfAsync("plan of two things", () => RunAsync(new PlanVerb { Source = "a", Target = "b" }));
        said.Of("a log in no folder", () => Logging.Create(new ExportVerb { LogFile = folder["no/log.txt"] }));

        Approval.Verify(said.ToString(), "refusals-of-a-command-line");
    }

    [Fact]
    public void Of_an_address_are_worded_as_approved()
    {
        var said = new FailureTranscript(isOfTheTool: true).Showing(folder.Path, "FOLDER");
        said.Of("no source", () => DatabaseAddress.Source(null, Addresses.Environment()));
        said.Of("no target", () => DatabaseAddress.Target(null, Addresses.Environment()));
        said.Of(
            "a malformed variable",
            () => DatabaseAddress.Source(null, Addresses.Environment("DATABASE_URL_DEMO=shop"))
        );
        File.WriteAllText(folder[".env"], "DATABASE_URL_DEMO=\"b\nDATABASE_URL_DEMO='c");
        said.Of(
            "a malformed .env",
            () => DatabaseAddress.Source(null, Variables.Of(folder.Path, Addresses.Environment()))
        );
        foreach (
            var option in new[]
            {
                "shop",
                "host=h dbname=d",
                "mysql://host/db",
                "Host=h;Colour=red",
                "postgresql://host:abc/db",
                "postgresql://host:0/db",
                "postgresql://[::1/db",
                "postgresql://anna:12/3@host/db",
                "postgresql://anna:12?3@host/db",
                "postgresql://anna:12%3@host/db",
                "postgresql://host/db?colour=red",
                "postgresql://host/db?sslmode=perhaps",
                "postgresql://host/db?connect_timeout=soon",
                "postgresql://host/db?target_session_attrs=own",
                "postgresql://host/db?sslrootcert=system&sslmode=require",
                "postgresql://host/db?host=a,b&port=1,2,3",
                "postgresql://?service=nope",
            }
        )
            said.Of(option, () => DatabaseAddress.Source(option, Addresses.Environment("PGSERVICEFILE=/nowhere")));

        Approval.Verify(said.ToString(), "refusals-of-an-address");
    }

    [Fact]
    public async Task Of_a_connection_are_worded_as_approved()
    {
        using var server = new FakeServer();
        var said = new FailureTranscript(isOfTheTool: true).Showing($":{server.Port}", ":PORT");
        var one = DatabaseAddress.Source("postgresql://host/demo", Addresses.Environment());
        var two = DatabaseAddress.Target("postgresql://a,b/test", Addresses.Environment());
        foreach (
            var (reason, cause) in new (string, Exception)[]
            {
                ("the password is wrong", Server("28P01", "password authentication failed")),
                ("no such database", Server("3D000", "database \"demo\" does not exist")),
                ("no such role", Server("28000", "role \"anna\" does not exist")),
                ("no room", Server("53300", "sorry, too many clients already")),
                ("not yet", Server("57P03", "the database system is starting up")),
                ("a pooler", Server("08P01", "unsupported startup parameter: options")),
                ("whatever else the server says", Server("XX000", "what the server says")),
                ("nobody listens", new NpgsqlException("Failed to connect", new SocketException(111))),
                ("nobody answers", new TimeoutException("what the network says")),
                (
                    "an untrusted certificate",
                    Handshake(nameof(System.Net.Security.RemoteCertificateValidationCallback))
                ),
                ("a handshake that fails", Handshake("what .NET says")),
                ("a bad certificate", new CryptographicException("what .NET says")),
                ("a setting that Npgsql does not take", new ArgumentException("what Npgsql says")),
            }
        )
            said.Of(reason, ConnectionFailure.Join(one, [ConnectionFailure.Of("host:5432", cause)]));
        await said.OfAsync(
            "a password that is not given",
            () =>
                OpenDatabase.OpenAsync(
                    DatabaseAddress.Source(
                        $"postgresql://anna@127.0.0.1:{server.Port}/demo",
                        Addresses.Environment("PGPASSFILE=/nowhere")
                    ),
                    CancellationToken.None
                )
        );
        said.Of(
            "two hosts",
            ConnectionFailure.Join(
                two,
                [
                    ConnectionFailure.Of("a:5432", Server("28P01", "password authentication failed")),
                    ConnectionFailure.Of("b:5432", new NpgsqlException("Failed to connect", new SocketException(111))),
                ]
            )
        );
        foreach (var (isStandby, isReadOnly) in new[] { (true, true), (false, true), (false, false) })
        {
            foreach (var kind in new[] { "primary", "standby", "read-write", "read-only" })
            {
                if (SessionKind.Obstacle(kind, isStandby, isReadOnly) is { } obstacle)
                    said.Text(
                        $"{kind} asked of {(isStandby ? "a standby" : isReadOnly ? "a primary that only reads" : "a primary")}",
                        obstacle
                    );
            }
        }

        Approval.Verify(said.ToString(), "refusals-of-a-connection");
    }

    internal static PostgresException Server(string sqlState, string message) =>
        new(message, "FATAL", "FATAL", sqlState);

    internal static NpgsqlException Handshake(string reason) =>
        new("Exception while performing SSL handshake", new AuthenticationException(reason));

    private static Task RunAsync(Verb verb) =>
        verb.RunAsync(
            new VerbContext(
                TextWriter.Null,
                NullLogger.Instance,
                Addresses.Environment(
                    "DATABASE_URL_DEMO=postgresql://127.0.0.1:1/a",
                    "DATABASE_URL_TEST=postgresql://127.0.0.1:1/b"
                )
            ),
            CancellationToken.None
        );
}
