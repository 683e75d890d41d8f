using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SnapshotSeed.Snapshot;

/// <summary>Knows the text form of PostgreSQL's common types. It accepts every text of another type.</summary>
internal static partial class CommonTypes
{
    /// <summary>The type has its modifiers, as <c>numeric(10,2)</c>.</summary>
    public static bool Accept(string type, string text) =>
        type switch
        {
            "smallint" => short.TryParse(text, CultureInfo.InvariantCulture, out _),
            "integer" => int.TryParse(text, CultureInfo.InvariantCulture, out _),
            "bigint" => long.TryParse(text, CultureInfo.InvariantCulture, out _),
            "boolean" => text is "t" or "f" or "true" or "false",
            "uuid" => Guid.TryParse(text, out _),
            "date" => Date().IsMatch(text),
            "json" or "jsonb" => IsJson(text),
            _ when type.StartsWith("numeric", StringComparison.Ordinal) => Number().IsMatch(text),
            _ when type is "real" or "double precision" => Number().IsMatch(text),
            _ when Length(type) is { } length => text.EnumerateRunes().Count() <= length
                || text.TrimEnd(' ').Length <= length,
            _ => true,
        };

    /// <summary>The most characters that a text type takes; null for no limit, and for other types.</summary>
    private static int? Length(string type) =>
        Limited().Match(type) is { Success: true } match && BigInteger.TryParse(match.Groups[1].Value, out var length)
            ? (int)length
            : null;

    private static bool IsJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1_000 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^character(?: varying)?\((\d+)\)$")]
    private static partial Regex Limited();

    [GeneratedRegex(@"^(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|NaN|-?Infinity)$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?:\d{4,}-\d\d-\d\d(?: BC)?|-?infinity)$")]
    private static partial Regex Date();
}
