using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
        Assert.Equal(
            $"cannot connect to the source database demo at 127.0.0.1:{server.Port}: wrong password",
            error.Message
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
        Assert.Equal(
            $"cannot connect to the source database demo at 127.0.0.1:{server.Port}: the server wants a password and none was given",
            error.Message
        );
        Assert.Equal("Give it in the URL, PGPASSWORD or ~/.pgpass.", error.Hint);
    }

    [Theory]
    [InlineData("sslmode=verify-full", "the server's certificate is not accepted: ")]
    [InlineData("sslmode=verify-ca", "the server's certificate is not accepted: ")]
    [InlineData("sslmode=verify-full&sslrootcert=FOLDER/own.crt", "the server's certificate is not accepted: ")]
    [InlineData("sslmode=verify-ca&sslrootcert=FOLDER/other.crt", "the server's certificate is not accepted: ")]
    [InlineData("sslrootcert=system", "the server's certificate is not accepted: ")]
    [InlineData("sslmode=verify-ca&sslrootcert=FOLDER/nowhere", "a certificate or key cannot be used: ")]
    [InlineData("sslmode=verify-ca&sslrootcert=FOLDER/nonsense", "a certificate or key cannot be used: ")]
    [InlineData("sslmode=require&sslcert=FOLDER/nowhere", "a certificate or key cannot be used: ")]
    [InlineData("sslmode=require&sslcert=FOLDER/nonsense", "a certificate or key cannot be used: ")]
    [InlineData("sslmode=require&sslcert=FOLDER/own.crt", "a certificate or key cannot be used: ")]
    [InlineData(
        "sslmode=require&sslcert=FOLDER/own.crt&sslkey=FOLDER/nowhere",
        "a certificate or key cannot be used: "
    )]
    [InlineData(
        "sslmode=require&sslcert=FOLDER/own.crt&sslkey=FOLDER/nonsense",
        "a certificate or key cannot be used: "
    )]
    [InlineData(
        "sslmode=require&sslcert=FOLDER/own.crt&sslkey=FOLDER/other.key",
        "a certificate or key cannot be used: "
    )]
    [InlineData("sslmode=verify-ca&sslrootcert=FOLDER/own.crt", "wrong password")]
    [InlineData("sslmode=require&sslcert=FOLDER/own.crt&sslkey=FOLDER/own.key", "wrong password")]
    public async Task Say_what_TLS_lacked(string parameters, string reason)
    {
        using var own = Certificate("own");
        using var other = Certificate("other");
        File.WriteAllText(folder["nonsense"], "nonsense");
        using var server = new FakeServer(own);

        var error = await RefusalAsync(
            $"postgresql://anna:x@127.0.0.1:{server.Port}/demo?{parameters.Replace("FOLDER", folder["."], StringComparison.Ordinal)}"
        );

        Assert.True(
            error.Message.StartsWith(
                $"cannot connect to the source database demo at 127.0.0.1:{server.Port}: {reason}",
                StringComparison.Ordinal
            ),
            error.ToString()
        );
    }

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
