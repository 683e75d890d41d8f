using System.Net;
using System.Net.Sockets;

namespace SnapshotSeed.Testing;

/// <summary>Finds a free port of the loopback interface. Another process may take it before the caller does.</summary>
internal static class FreePort
{
    internal static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
