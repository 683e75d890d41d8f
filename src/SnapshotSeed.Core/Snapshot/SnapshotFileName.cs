using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>
/// File names for tables: <c>users.tsv</c> for public, <c>audit.events.tsv</c> for other schemas. All but ASCII
/// letters, digits, <c>_</c> and <c>-</c> is encoded, so that the names are safe and distinct on every file system.
/// </summary>
internal static class SnapshotFileName
{
    private const string Extension = ".tsv";

    // NAME_MAX is 255 bytes nearly everywhere. An encoded name of 63 bytes can take 189, and a file name has two.
    private const int LongestStem = 200;

    // Windows opens devices under these names, with any extension.
    private static readonly HashSet<string> Devices = new(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"com{i}", $"lpt{i}" })],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Capitals are encoded only if two names differ by nothing else.</summary>
    public static IReadOnlyDictionary<TableName, string> ForAll(IEnumerable<TableName> tables)
    {
        var names = new Dictionary<TableName, string>();
        foreach (
            var twins in tables
                .Distinct()
                .GroupBy(table => Stem(table, encodeCapitals: false), StringComparer.OrdinalIgnoreCase)
        )
        {
            foreach (var table in twins)
                names.Add(table, (twins.Count() == 1 ? twins.Key : Stem(table, encodeCapitals: true)) + Extension);
        }

        return names;
    }

    /// <summary>The table of a hand-written file: <c>table.tsv</c> in public, or <c>schema.table.tsv</c>.</summary>
    public static TableName TableOf(string fileName)
    {
        var parts = fileName[..^Extension.Length].Split('.', 2);
        return parts.Length == 1
            ? new("public", Uri.UnescapeDataString(parts[0]))
            : new(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts[1]));
    }

    /// <summary>Whether the file name of a manifest is a name without a path that a table's file may have.</summary>
    public static bool IsSafe(string fileName) =>
        fileName.EndsWith(Extension, StringComparison.Ordinal)
        && fileName.Length > Extension.Length
        && fileName[0] != '.'
        && !fileName.Any(c => c is '/' or '\\' or ':' || char.IsControl(c));

    private static string Stem(TableName table, bool encodeCapitals)
    {
        var name = Encode(table.Name, encodeCapitals);
        var stem = table.Schema == "public" ? name : $"{Encode(table.Schema, encodeCapitals)}.{name}";
        if (Devices.Contains(stem.Split('.')[0]))
            stem = Percent((byte)stem[0]) + stem[1..];
        return stem.Length <= LongestStem ? stem : $"{stem[..LongestStem]}~{Digest(table)}";
    }

    private static string Encode(string name, bool encodeCapitals)
    {
        var encoded = new StringBuilder(name.Length);
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            var c = (char)b;
            if (
                char.IsAsciiLetterLower(c)
                || char.IsAsciiDigit(c)
                || c is '_' or '-'
                || (char.IsAsciiLetterUpper(c) && !encodeCapitals)
            )
                encoded.Append(c);
            else
                encoded.Append(Percent(b));
        }

        return encoded.ToString();
    }

    private static string Percent(byte value) => $"%{value.ToString("x2", CultureInfo.InvariantCulture)}";

    private static string Digest(TableName table) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{table.Schema}\0{table.Name}")))[..16];
}
