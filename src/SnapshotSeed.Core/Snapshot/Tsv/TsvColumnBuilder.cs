using System.Text;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>
/// Collects the values of a column. Repeated values, such as a status, share one string: for a million rows, most of
/// the time would go into garbage collection otherwise.
/// </summary>
internal sealed class TsvColumnBuilder
{
    private const int Places = 256;

    private readonly List<string?> values = [];
    private readonly string?[] known = new string?[Places];

    public void AddNull() => values.Add(null);

    /// <summary>Adds a value if an equal one was added recently.</summary>
    /// <param name="bytes">The value's bytes in the file.</param>
    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        if (known[PlaceOf(bytes)] is not { } text || !Ascii.Equals(bytes, text))
            return false;
        values.Add(text);
        return true;
    }

    /// <param name="bytes">The value's bytes in the file.</param>
    /// <param name="text">The value.</param>
    public void Add(ReadOnlySpan<byte> bytes, string text)
    {
        known[PlaceOf(bytes)] = text;
        values.Add(text);
    }

    public string?[] ToArray() => [.. values];

    private static int PlaceOf(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? 0 : ((bytes[0] * 31) + (bytes[^1] * 7) + bytes[bytes.Length / 2] + bytes.Length) % Places;
}
