using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Connections;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class RefusedConnections : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Took_the_password_of_the_password_file_whose_other_lines_may_be_malformed()
    {
        using var server = new FakeServer();
        File.WriteAllText(folder["passwords"], "nonsense\nwith:no:port:number:x:y\n*:*:demo:anna:hunter:2\n");

        var error = await RefusalAsync(
            $"postgresql://anna@127.0.0.1:{server.Port}/demo",
            $"PGPASSFILE={folder["passwords"]}"
        );

        Assert.Equal("hunter:2", server.Password);
        TextAssert.Contains(error.Message, "demo", $"127.0.0.1:{server.Port}");
        Assert.Equal(
            PostgresErrorCodes.InvalidPassword,
            Assert.IsType<PostgresException>(error.InnerException).SqlState
        );
    }

    [Theory]
    [InlineData("malformed")]
    [InlineData("missing")]
    public async Task Lacked_a_password_where_the_password_file_gives_none(string file)
    {
        using var server = new FakeServer();
        File.WriteAllText(folder["malformed"], "nonsense\n");

        var error = await RefusalAsync($"postgresql://anna@127.0.0.1:{server.Port}/demo", $"PGPASSFILE={folder[file]}");

        Assert.Null(server.Password);
        TextAssert.Contains(error.Message, "demo", $"127.0.0.1:{server.Port}");
        TextAssert.Contains(error.Hint, "PGPASSWORD", "~/.pgpass");
    }

    [Theory]
    [InlineData("sslmode=verify-full", Lacked.Trust)]
    [InlineData("sslmode=verify-ca", Lacked.Trust)]
    [InlineData("sslmode=verify-full&sslrootcert=FOLDER/own.crt", Lacked.Trust)]
    [InlineData("sslmode=verify-ca&sslrootcert=FOLDER/other.crt", Lacked.Trust)]
    [InlineData("sslrootcert=system", Lacked.Trust)]
    [InlineData("sslmode=verify-ca&sslrootcert=FOLDER/nowhere", Lacked.Certificate)]
    [InlineData("sslmode=verify-ca&sslrootcert=FOLDER/nonsense", Lacked.Certificate)]
    [InlineData("sslmode=require&sslcert=FOLDER/nowhere", Lacked.Certificate)]
    [InlineData("sslmode=require&sslcert=FOLDER/nonsense", Lacked.Certificate)]
    [InlineData("sslmode=require&sslcert=FOLDER/own.crt", Lacked.Certificate)]
    [InlineData("sslmode=require&sslcert=FOLDER/own.crt&sslkey=FOLDER/nowhere", Lacked.Certificate)]
    [InlineData("sslmode=require&sslcert=FOLDER/own.crt&sslkey=FOLDER/nonsense", Lacked.Certificate)]
    [InlineData("sslmode=require&sslcert=FOLDER/own.crt&sslkey=FOLDER/other.key", Lacked.Certificate)]
    [InlineData("sslmode=verify-ca&sslrootcert=FOLDER/own.crt", Lacked.Nothing)]
    [InlineData("sslmode=require&sslcert=FOLDER/own.crt&sslkey=FOLDER/own.key", Lacked.Nothing)]
    public async Task Say_what_TLS_lacked(string parameters, Lacked lacked)
    {
        using var own = Certificate("own");
        using var other = Certificate("other");
        File.WriteAllText(folder["nonsense"], "nonsense");
        using var server = new FakeServer(own);

        var error = await RefusalAsync(
            $"postgresql://anna:x@127.0.0.1:{server.Port}/demo?{parameters.Replace("FOLDER", folder["."], StringComparison.Ordinal)}"
        );

        // .NET's own words follow where a file cannot be used.
        var reason = ConnectionFailure.Of("", Sample(lacked)).Reason;
        Assert.True(
            error.Message.Contains($"127.0.0.1:{server.Port}: {reason}", StringComparison.Ordinal),
            error.ToString()
        );
    }

    /// <summary>What a connection lacked: with nothing lacking, all that this server refuses is the password.</summary>
    public enum Lacked
    {
        Nothing,
        Trust,
        Certificate,
    }

    private static Exception Sample(Lacked lacked) =>
        lacked switch
        {
            Lacked.Trust => RefusalsOfTheTool.Handshake(nameof(RemoteCertificateValidationCallback)),
            Lacked.Certificate => new CryptographicException(""),
            _ => RefusalsOfTheTool.Server(PostgresErrorCodes.InvalidPassword, ""),
        };

    /// <summary>A certificate that signs itself, and files of it.</summary>
    private X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(folder[$"{name}.crt"], certificate.ExportCertificatePem());
        File.WriteAllText(folder[$"{name}.key"], key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    private static Task<ToolException> RefusalAsync(string url, params string[] variables) =>
        Assert.ThrowsAsync<ToolException>(() =>
            OpenDatabase.OpenAsync(
                DatabaseAddress.Source(url, Addresses.Environment(variables)),
                CancellationToken.None
            )
        );
}
