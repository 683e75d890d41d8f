using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// A stretch of network before the server that stops at a chosen statement, which without TLS passes as plain text: whoever sent it can be met at exactly
/// that point of its work.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly TestDatabase database;
    private readonly byte[] text;
    private readonly bool isAnswerHeld;
    private readonly bool isDead;
    private readonly List<Socket> sockets = [];
    private readonly List<Task> pumps = [];
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task accepting;
    private volatile bool isHere;

    private Wire(TestDatabase database, string text, bool isAnswerHeld = false, bool isDead = false)
    {
        this.database = database;
        this.text = Encoding.UTF8.GetBytes(text);
        this.isAnswerHeld = isAnswerHeld;
        this.isDead = isDead;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Holds what contains the text, and all that follows, before it reaches the server.</summary>
    public static Wire Before(TestDatabase database, string text) => new(database, text);

    /// <summary>Lets what contains the text pass and holds the server's answer.</summary>
    public static Wire After(TestDatabase database, string text) => new(database, text, isAnswerHeld: true);

    /// <summary>From the text on, nothing reaches the server, nor does it answer further connections.</summary>
    public static Wire Into(TestDatabase database, string text) => new(database, text, isDead: true);

    /// <summary>The database by way of this wire, with a password that nothing may show.</summary>
    public string Url(string password, string parameters = "") =>
        string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres:{password}@127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{database.Name}?sslmode=disable{parameters}");

    /// <summary>Ends when something is held.</summary>
    public Task Reached => reached.Task;

    /// <summary>Lets everything pass from now on.</summary>
    public void Release() => released.TrySetResult();

    /// <summary>Resets every connection, towards both sides.</summary>
    public void Cut()
    {
        lock (sockets)
        {
            foreach (var socket in sockets)
                socket.Close(timeout: 0);
        }

        Release();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        Cut();
        await accepting;
        await Task.WhenAll(pumps);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                if (isDead && isHere)
                {
                    lock (sockets)
                        sockets.Add(client);
                    continue;
                }

                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(IPAddress.Loopback, database.Port);
                lock (sockets)
                    sockets.AddRange([client, server]);
                pumps.AddRange([PumpAsync(client, server, SendRequestAsync), PumpAsync(server, client, SendAnswerAsync)]);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over; a listener that was stopped between two calls says that it does not listen.
        }
    }

    private async Task SendRequestAsync(Socket server, ReadOnlyMemory<byte> bytes, List<byte> tail)
    {
        // The text may be cut between two packets.
        tail.AddRange(bytes.Span);
        var comes = !isHere && tail.ToArray().AsSpan().IndexOf(text) >= 0;
        tail.RemoveRange(0, Math.Max(0, tail.Count - text.Length + 1));
        isHere |= comes;
        if (comes && !isAnswerHeld)
            await HoldAsync();
        await server.SendAsync(bytes);
    }

    private async Task SendAnswerAsync(Socket client, ReadOnlyMemory<byte> bytes, List<byte> tail)
    {
        if (isHere && isAnswerHeld)
            await HoldAsync();
        await client.SendAsync(bytes);
    }

    private Task HoldAsync()
    {
        reached.TrySetResult();
        return released.Task;
    }

    private static async Task PumpAsync(Socket from, Socket to, Func<Socket, ReadOnlyMemory<byte>, List<byte>, Task> sendAsync)
    {
        var buffer = new byte[8192];
        var tail = new List<byte>();
        try
        {
            for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
                await sendAsync(to, buffer.AsMemory(0, count), tail);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side has gone; the other is to notice.
            to.Dispose();
        }
    }
}
