using System.Globalization;
using System.Text.RegularExpressions;

namespace SnapshotSeed.Matching;

/// <summary>Changes of type that keep all values, and keep them apart. Types are as format_type prints them.</summary>
internal static partial class TypeWidening
{
    // Those before another one go into it, and their largest numbers of digits.
    private static readonly (string Type, int Digits)[] Integers = [("smallint", 5), ("integer", 10), ("bigint", 19)];

    public static bool Keeps(string old, string other) =>
        old == other
        || (IsArray(old) && IsArray(other) && Keeps(old[..^2], other[..^2]))
        || (Parse(old), Parse(other)) switch
        {
            ({ Name: "character varying" }, { Name: "text" }) => true,
            ({ Name: "character varying" } from, { Name: "character varying" } to) => IsRoomier(from, to),
            ({ Name: "bit varying" } from, { Name: "bit varying" } to) => IsRoomier(from, to),
            ({ Name: "numeric" } from, { Name: "numeric" } to) => HasNoFewerDigits(from, to),
            ({ Name: "timestamp" or "time" } from, { } to) => from.Name == to.Name
                && from.Rest == to.Rest
                && (to.Size is null || from.Size <= to.Size),
            var (from, to) => GoesInto(from, to),
        };

    private static bool IsArray(string type) => type.EndsWith("[]", StringComparison.Ordinal);

    private static bool IsRoomier(SizedType from, SizedType to) => to.Size is null || from.Size <= to.Size;

    private static bool HasNoFewerDigits(SizedType from, SizedType to) =>
        to.Size is null || (from.Scale <= to.Scale && from.Size - from.Scale <= to.Size - to.Scale);

    private static bool GoesInto(SizedType from, SizedType to)
    {
        var place = Array.FindIndex(Integers, type => type.Type == from.Name);
        if (place < 0)
            return false;
        return to.Name == "numeric"
            ? to.Size is null || Integers[place].Digits <= to.Size - to.Scale
            : Array.FindIndex(Integers, type => type.Type == to.Name) > place;
    }

    private static SizedType Parse(string type)
    {
        var match = Sized().Match(type);
        return match.Success
            ? new(
                match.Groups["name"].Value,
                Number(match, "size"),
                Number(match, "scale") ?? 0,
                match.Groups["rest"].Value
            )
            : new(type, null, 0, "");
    }

    private static int? Number(Match match, string group) =>
        match.Groups[group] is { Success: true, Value: var digits }
            ? int.Parse(digits, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex(
        @"^(?<name>character varying|bit varying|numeric|timestamp|time)(\((?<size>\d+)(,(?<scale>\d+))?\))?(?<rest> with(out)? time zone)?$"
    )]
    private static partial Regex Sized();

    /// <summary>As in <c>numeric(10,2)</c> or <c>time(3) with time zone</c>.</summary>
    private sealed record SizedType(string Name, int? Size, int Scale, string Rest);
}
