using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Against a server of their own, which has a certificate.</summary>
[Collection(OneServer.Name)]
public sealed class EncryptedConnections(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task Are_made_where_the_server_has_the_certificate_that_is_asked_for()
    {
        await using var server = await ThrowawayPostgres.StartAsync(new() { Binaries = postgres.Server.Binaries });
        await server.CreateDatabaseAsync("demo");
        await TestSql.ExecuteAsync(server.ConnectionString("demo"), "CREATE TABLE t (id integer PRIMARY KEY)");
        using var temporary = new TemporaryFolder();

        Assert.Equal(1, await ExportAsync("require"));

        var own = await CertifyAsync(server, temporary["own.crt"]);
        _ = Certificate(temporary["other.crt"]);

        Assert.Equal(0, await ExportAsync("require"));
        Assert.Equal(0, await ExportAsync($"verify-full&sslrootcert={own}"));
        Assert.Equal(0, await ExportAsync($"verify-ca&sslrootcert={own}"));
        Assert.Equal(1, await ExportAsync($"verify-full&sslrootcert={temporary["other.crt"]}"));
        Assert.Equal(1, await ExportAsync("verify-full&sslrootcert=system"));

        async Task<int> ExportAsync(string mode)
        {
            var source = $"{server.Url("demo")}?sslmode={mode}";
            var run = await Tool.RunToEndAsync("export", "--source", source, "--snapshot", temporary["snapshot"]);
            return run.ExitCode;
        }
    }

    /// <summary>Gives a server a certificate, which only the server may read.</summary>
    /// <returns>The certificate's file.</returns>
    private static async Task<string> CertifyAsync(ThrowawayPostgres server, string file)
    {
        var pem = Certificate(file);
        await using var connection = await TestSql.OpenAsync(server.ConnectionString("postgres"));
        await TestSql.ExecuteAsync(
            connection,
            $"COPY (SELECT unnest(string_to_array({TestSql.Literal(pem)}, E'\n'))) TO PROGRAM 'umask 077; cat > tls.pem'"
        );
        foreach (var setting in new[] { "ssl_cert_file = 'tls.pem'", "ssl_key_file = 'tls.pem'", "ssl = on" })
            await TestSql.ExecuteAsync(connection, $"ALTER SYSTEM SET {setting}");
        await TestSql.ExecuteAsync(connection, "SELECT pg_reload_conf()");
        await Wait.UntilAsync(
            "the server encrypts",
            async () => (await TestSql.RowsAsync(connection, "SHOW ssl"))[0][0] == "on"
        );
        return file;
    }

    /// <summary>Writes the certificate of this machine, signed by itself.</summary>
    /// <returns>It with its key.</returns>
    private static string Certificate(string file)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(file, certificate.ExportCertificatePem());
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}";
    }
}
