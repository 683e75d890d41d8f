using System.Text;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>
/// Collects the values of a column. What occurs again and again, such as a status or a flag, is one string: with a million
/// of them most of the time would go into collecting garbage.
/// </summary>
internal sealed class TsvColumnBuilder
{
    private const int Places = 256;

    private readonly List<string?> values = [];
    private readonly string?[] known = new string?[Places];

    /// <summary>Adds NULL.</summary>
    public void AddNull() => values.Add(null);

    /// <summary>Adds a value that has been there before, if that is known.</summary>
    /// <param name="bytes">What the file has for it.</param>
    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        if (known[PlaceOf(bytes)] is not { } text || !Ascii.Equals(bytes, text))
            return false;
        values.Add(text);
        return true;
    }

    /// <summary>Adds a value.</summary>
    /// <param name="bytes">What the file has for it.</param>
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
