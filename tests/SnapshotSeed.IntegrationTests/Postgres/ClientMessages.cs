using System.Buffers.Binary;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// Cuts what a client sends into the messages of PostgreSQL's protocol, each of which the server takes as a whole.
/// </summary>
internal sealed class ClientMessages
{
    private const int Version3 = 3 << 16;

    private readonly List<byte> pending = [];
    private bool isStarted;

    /// <returns>The messages that have come to their end.</returns>
    public IEnumerable<byte[]> Add(ReadOnlyMemory<byte> bytes)
    {
        pending.AddRange(bytes.Span);
        while (Length() is { } length && pending.Count >= length)
        {
            var message = pending.GetRange(0, length).ToArray();
            pending.RemoveRange(0, length);
            isStarted |= Number(message, 4) == Version3;
            yield return message;
        }
    }

    // A type and a length without it; the first messages of a connection, up to the one that names the protocol's
    // version, have no type.
    private int? Length()
    {
        var type = isStarted ? 1 : 0;
        return pending.Count < type + 4 ? null : type + Number([.. pending.GetRange(type, 4)], 0);
    }

    private static int Number(byte[] bytes, int at) =>
        bytes.Length < at + 4 ? 0 : BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
}
