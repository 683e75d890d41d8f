using System.Net;
using System.Net.Sockets;

namespace SnapshotSeed.Testing;

/// <summary>
/// A port of the loopback interface that is free now; whoever uses it must be ready to lose the race for it.
/// </summary>
internal static class FreePort
{
    internal static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
