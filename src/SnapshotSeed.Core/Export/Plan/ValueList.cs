using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan;

/// <summary>
/// The values that a CHECK constraint lists for a column, as PostgreSQL prints it: <c>status = ANY (ARRAY['a'::text,
/// 'b'::text])</c>, or comparisons with OR. Pure.
/// </summary>
internal static partial class ValueList
{
    private const string Literal = @"(?:'(?:[^']|'')*'|-?\d+(?:\.\d+)?)";

    /// <summary>The listed values as text; empty if no constraint is such a list.</summary>
    public static ImmutableArray<string> Of(Column column, IEnumerable<CheckConstraint> checks) =>
        checks.Select(check => Of(column, check.Expression)).FirstOrDefault(list => !list.IsEmpty, []);

    private static ImmutableArray<string> Of(Column column, string expression)
    {
        var plain = Clutter().Replace(expression, match => match.Groups["kept"].Value);
        var name = $"(?:{Regex.Escape(column.Name)}|{Regex.Escape($"{new Identifier(column.Name)}")})";
        var orNull = $"(?: OR {name} IS NULL)?";
        var list = Regex.Match(plain, $@"^{name} = ANY ARRAY\[(?<list>{Literal}(?:, {Literal})*)\]{orNull}$");
        if (list.Success)
            return Values(list.Groups["list"].Value);
        var one = $"{name} = {Literal}";
        return Regex.IsMatch(plain, $"^{one}(?: OR {one})*{orNull}$")
            ? Values(Regex.Replace(plain, $"{name} = |{name} IS NULL", ""))
            : [];
    }

    private static ImmutableArray<string> Values(string list) =>
        [.. Regex.Matches(list, Literal).Select(match => Unquoted(match.Value))];

    private static string Unquoted(string literal) =>
        literal[0] == '\'' ? literal[1..^1].Replace("''", "'", StringComparison.Ordinal) : literal;

    // Casts, parentheses and line breaks, but nothing within quotes.
    [GeneratedRegex(
        @"(?<kept>'(?:[^']|'')*'|""(?:[^""]|"""")*"")|::(?:""[^""]+""|\w+)(?:\.(?:""[^""]+""|\w+))?(?: varying| precision)?(?:\(\d+(?:,\d+)?\))?(?:\[\])?|[()\r\n]"
    )]
    private static partial Regex Clutter();
}
