using System.Net;
using System.Net.Sockets;

namespace SnapshotSeed.Testing;

/// <summary>Another process may take the port before the caller does.</summary>
internal static class FreePort
{
    internal static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
