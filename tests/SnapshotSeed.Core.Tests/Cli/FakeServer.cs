using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SnapshotSeed.Core.Tests.Cli;

/// <summary>
/// The beginning of PostgreSQL's protocol: it speaks TLS where it has a certificate, asks for the password in plain,
/// and refuses whatever that is.
/// </summary>
internal sealed class FakeServer : IDisposable
{
    private const int SslRequest = 80877103;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? certificate;
    private string? password;

    public FakeServer(X509Certificate2? certificate = null)
    {
        this.certificate = certificate;
        listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The last password that it was given.</summary>
    public string? Password => Volatile.Read(ref password);

    public void Dispose() => listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            try
            {
                await GreetAsync(client.GetStream());
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                // The client has seen enough.
            }
        }
    }

    private async Task GreetAsync(Stream stream)
    {
        if (BinaryPrimitives.ReadInt32BigEndian(await ReadAsync(stream)) == SslRequest)
        {
            await stream.WriteAsync(certificate is null ? "N"u8.ToArray() : "S"u8.ToArray());
            if (certificate is not null)
            {
                var encrypted = new SslStream(stream);
                await encrypted.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions
                    {
                        ServerCertificate = certificate,
                        ApplicationProtocols = [new("postgresql")],
                    }
                );
                stream = encrypted;
            }

            await ReadAsync(stream);
        }

        await stream.WriteAsync(new byte[] { (byte)'R', 0, 0, 0, 8, 0, 0, 0, 3 });
        await stream.ReadExactlyAsync(new byte[1]);
        Volatile.Write(ref password, Encoding.UTF8.GetString(await ReadAsync(stream)).TrimEnd('\0'));
        var error = Encoding.UTF8.GetBytes("SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0");
        await stream.WriteAsync((byte[])[(byte)'E', 0, 0, 0, (byte)(error.Length + 4), .. error]);
    }

    /// <summary>What follows a length.</summary>
    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length);
        var content = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4];
        await stream.ReadExactlyAsync(content);
        return content;
    }
}
