using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// A stretch of network before the server that stops at a chosen message, which without TLS passes as plain text:
/// whoever sent it can be met at exactly that point of its work.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly TestDatabase database;
    private readonly byte[] text;
    private readonly bool isAnswerHeld;
    private readonly bool isOfAnswer;
    private readonly bool isDead;
    private readonly List<Socket> sockets = [];
    private readonly List<Task> pumps = [];
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource stepped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task accepting;
    private volatile bool isHere;

    private Wire(
        TestDatabase database,
        string text,
        bool isAnswerHeld = false,
        bool isOfAnswer = false,
        bool isDead = false
    )
    {
        this.database = database;
        this.text = Encoding.UTF8.GetBytes(text);
        this.isAnswerHeld = isAnswerHeld;
        this.isOfAnswer = isOfAnswer;
        this.isDead = isDead;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Holds the message that contains the text, and all that follow, before they reach the server.</summary>
    public static Wire Before(TestDatabase database, string text) => new(database, text);

    /// <summary>Lets what contains the text pass and holds the server's answer.</summary>
    public static Wire After(TestDatabase database, string text) => new(database, text, isAnswerHeld: true);

    /// <summary>Holds the part of the server's answers that contains the text, and all that follow.</summary>
    public static Wire Within(TestDatabase database, string text) => new(database, text, isOfAnswer: true);

    /// <summary>From the text on, nothing reaches the server, nor does it answer further connections.</summary>
    public static Wire Into(TestDatabase database, string text) => new(database, text, isDead: true);

    /// <summary>The database by way of this wire, with a password that nothing may show.</summary>
    public string Url(string password, string parameters = "") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"postgresql://postgres:{password}@127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{database.Name}?sslmode=disable{parameters}"
        );

    /// <summary>Ends when something is held.</summary>
    public Task Reached => Wait.ForAsync($"a message with {Encoding.UTF8.GetString(text)} comes by", reached.Task);

    /// <summary>Lets the one message pass that is held, and still holds what follows.</summary>
    public void Step() => stepped.TrySetResult();

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
        await Wait.ForAsync("the wire is taken down", accepting);
        await Wait.ForAsync("the wire's connections end", Task.WhenAll(pumps));
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

                client.NoDelay = true;
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await server.ConnectAsync(IPAddress.Loopback, database.Port);
                lock (sockets)
                    sockets.AddRange([client, server]);
                var messages = new ClientMessages();
                pumps.AddRange([
                    PumpAsync(client, server, bytes => SendRequestsAsync(server, bytes, messages)),
                    PumpAsync(server, client, bytes => SendAnswerAsync(client, bytes)),
                ]);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over; a listener that was stopped between two calls says that it does not listen.
        }
    }

    private async Task SendRequestsAsync(Socket server, ReadOnlyMemory<byte> bytes, ClientMessages messages)
    {
        foreach (var message in messages.Add(bytes))
        {
            var comes = !isHere && !isOfAnswer && message.AsSpan().IndexOf(text) >= 0;
            isHere |= comes;
            var isHeld = comes && !isAnswerHeld;
            if (isHeld)
            {
                reached.TrySetResult();
                await Task.WhenAny(stepped.Task, released.Task);
            }

            await server.SendAsync(message);
            if (isHeld)
                await released.Task;
        }
    }

    private async Task SendAnswerAsync(Socket client, ReadOnlyMemory<byte> bytes)
    {
        isHere |= isOfAnswer && bytes.Span.IndexOf(text) >= 0;
        if (isHere && (isAnswerHeld || isOfAnswer))
        {
            reached.TrySetResult();
            await released.Task;
        }

        await client.SendAsync(bytes);
    }

    private static async Task PumpAsync(Socket from, Socket to, Func<ReadOnlyMemory<byte>, Task> sendAsync)
    {
        var buffer = new byte[8192];
        try
        {
            for (int count; (count = await from.ReceiveAsync(buffer)) > 0; )
                await sendAsync(buffer.AsMemory(0, count));
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side has gone; the other is to notice.
            to.Dispose();
        }
    }
}
