using System.Net;
using System.Net.Sockets;

namespace SnapshotSeed.Benchmarks;

/// <summary>
/// A relay between a program and a server that counts how often bytes of the program follow bytes of the server, that
/// is, how often the program asked after it had heard something.
/// </summary>
internal sealed class RoundTripCounter : IAsyncDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly Uri server;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task accepting;
    private int lastWasServer = 1;
    private int roundTrips;

    private RoundTripCounter(Uri server)
    {
        this.server = server;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The server's URL with the relay in its place.</summary>
    public string Url =>
        new UriBuilder(server)
        {
            Host = IPAddress.Loopback.ToString(),
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        }.Uri.ToString();

    public int RoundTrips => roundTrips;

    public static RoundTripCounter Before(Uri server) => new(server);

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
                relays.Add(RelayAsync(await listener.AcceptTcpClientAsync()));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }

        await Task.WhenAll(relays);
    }

    private async Task RelayAsync(TcpClient program)
    {
        using var client = program;
        using var upstream = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        await upstream.ConnectAsync(server.Host, server.Port);
        await using var asking = client.GetStream();
        await using var answering = upstream.GetStream();
        await Task.WhenAll(
            PumpAsync(
                asking,
                answering,
                () =>
                {
                    if (Interlocked.Exchange(ref lastWasServer, 0) == 1)
                        Interlocked.Increment(ref roundTrips);
                }
            ),
            PumpAsync(answering, asking, () => Interlocked.Exchange(ref lastWasServer, 1))
        );
    }

    // However one side ends, the other hears of it: else its pump would wait for ever.
    private static async Task PumpAsync(NetworkStream from, NetworkStream to, Action count)
    {
        var buffer = new byte[BufferSize];
        try
        {
            try
            {
                for (int read; (read = await from.ReadAsync(buffer)) > 0; )
                {
                    count();
                    await to.WriteAsync(buffer.AsMemory(0, read));
                }
            }
            finally
            {
                to.Socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // One side hung up without a word.
        }
    }
}
