using System.Text;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>Repeated values share one string: else a million rows would spend most time in collection.</summary>
internal sealed class TsvColumnBuilder
{
    private const int Places = 256;

    private readonly List<string?> values = [];
    private readonly string?[] known = new string?[Places];

    public void AddNull() => values.Add(null);

    /// <summary>Adds a value if an equal one was added recently.</summary>
    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        if (known[PlaceOf(bytes)] is not { } text || !Ascii.Equals(bytes, text))
            return false;
        values.Add(text);
        return true;
    }

    public void Add(ReadOnlySpan<byte> bytes, string text)
    {
        known[PlaceOf(bytes)] = text;
        values.Add(text);
    }

    public string?[] ToArray() => [.. values];

    private static int PlaceOf(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? 0 : ((bytes[0] * 31) + (bytes[^1] * 7) + bytes[bytes.Length / 2] + bytes.Length) % Places;
}
