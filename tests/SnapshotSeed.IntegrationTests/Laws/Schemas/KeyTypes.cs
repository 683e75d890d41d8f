using System.Globalization;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>Types for key columns. Numbers go up to <see cref="Values"/>.</summary>
internal static class KeyTypes
{
    public const int Values = 128;

    public static readonly KeyType SmallInt = Of("smallint", n => $"{n + 1}");
    public static readonly KeyType BigInt = Of("bigint", n => $"{n + 1}") with { ReferencedFrom = [SmallInt] };
    public static readonly KeyType Integer = Of("integer", n => $"{n + 1}") with
    {
        ReferencedFrom = [BigInt, SmallInt],
    };
    public static readonly KeyType Falling = Of("integer", n => $"{-n - 1}");

    public static readonly KeyType Numeric = Of("numeric", n => $"{n + 1}", n => $"{n + 1}.0", n => $"{n + 1}.00") with
    {
        Canonical = WithoutTrailingZeros,
        IsSpeltDifferently = true,
        ReferencedFrom = [Integer, BigInt],
    };

    /// <summary>Text by code points, with all that looks like something else in a file.</summary>
    public static readonly KeyType Word = Of(
        "text COLLATE \"C\"",
        n =>
            n switch
            {
                0 => "\\N",
                1 => "",
                2 => "\\.",
                3 => "e\u0301",
                4 => "\u00e9",
                5 => "a\tb",
                6 => "NULL",
                7 => "\"",
                8 => "x\r",
                9 => "x\r\n\\.\n",
                10 => "x",
                11 => " x",
                12 => "X",
                13 => "{0} @p :x $1 %s",
                _ => $"{(n % 2 == 0 ? 'k' : 'K')}{n}",
            }
    );

    public static readonly KeyType[] All =
    [
        Integer,
        BigInt,
        SmallInt,
        Numeric,
        Word,
        Of(
            "numeric",
            n =>
                n switch
                {
                    0 => "NaN",
                    1 => "Infinity",
                    2 => "-Infinity",
                    3 => new string('9', 200) + "." + new string('1', 200),
                    _ => $"{n}.5",
                }
        ),
        Of("numeric(10,2)", n => $"{n}.5", n => $"{n}.50"),
        Of("text", n => $"{(n % 3 == 0 ? 'ä' : n % 3 == 1 ? 'a' : 'B')}{n}"),
        Of("varchar(20)", n => $"v {n}"),
        Of("char(6)", n => $"c{n}", n => $"c{n} ") with
        {
            Canonical = text => text.TrimEnd(' '),
            ReferencedFrom = [Of("char(4)", n => $"c{n}") with { Canonical = text => text.TrimEnd(' ') }],
        },
        Of("text COLLATE public.caseless", n => $"Key {n}", n => $"KEY {n}", n => $"key {n}") with
        {
            Canonical = text => text.ToLowerInvariant(),
            IsSpeltDifferently = true,
            Exists = server => server.HasIcu,
        },
        Of("public.citext", n => $"Key {n}", n => $"KEY {n}", n => $"key {n}") with
        {
            Canonical = text => text.ToLowerInvariant(),
            IsSpeltDifferently = true,
            Exists = server => server.HasCitext,
        },
        Of("uuid", n => $"00000000-0000-4000-8000-{n:x12}", n => $"00000000-0000-4000-8000-{n:X12}"),
        Of(
            "timestamptz",
            n => $"2020-01-01 {n / 60:00}:{n % 60:00}:00+00",
            n => $"2020-01-01 {(n / 60) + 2:00}:{n % 60:00}:00+02"
        ),
        Of(
            "timestamp",
            n =>
                n switch
                {
                    0 => "infinity",
                    1 => "-infinity",
                    2 => "4713-01-01 00:00:00 BC",
                    3 => "294276-12-31 23:59:59.999999",
                    _ => $"2020-01-01 {n / 60:00}:{n % 60:00}:00",
                }
        ),
        Of(
            "date",
            n =>
                n switch
                {
                    0 => "infinity",
                    1 => "-infinity",
                    2 => "4713-01-01 BC",
                    3 => "5874897-12-31",
                    _ => $"{2000 + n}-02-03",
                }
        ),
        Of("interval", n => $"{n}:00:00", n => $"{n / 24} day {n % 24}:00:00") with
        {
            Canonical = Hours,
            IsSpeltDifferently = true,
        },
        Of(
            "double precision",
            n =>
                n switch
                {
                    0 => "0",
                    1 => "NaN",
                    2 => "Infinity",
                    3 => "5e-324",
                    _ => $"{n}.1",
                },
            n =>
                n switch
                {
                    0 => "-0",
                    1 => "nan",
                    2 => "inf",
                    3 => "4.94e-324",
                    _ => $"{n}.1",
                }
        ) with
        {
            Canonical = text => text == "-0" ? "0" : text,
            IsSpeltDifferently = true,
        },
        Of("bytea", n => $"\\x{n:x2}00ff"),
        Of("\"My Types\".grade", Grade),
        Of("positive", n => $"{n + 1}"),
        Of("inet", n => $"10.0.0.{n}", n => $"10.0.0.{n}/32"),
        Of("bit(8)", n => Convert.ToString(n, 2).PadLeft(8, '0')) with
        {
            IsHashable = false,
        },
        Of("int4range", n => $"[{n},{n + 1})", n => $"[{n},{n}]"),
        Of("pair", n => $"({n},\"a \"\"{n}\"\"\")"),
        Of("integer[]", n => n % 2 == 0 ? $"{{{n},NULL}}" : $"[0:0]={{{n}}}"),
        Of("jsonb", n => $"{{\"k\":{n}}}", n => $" {{ \"k\" : {n} }}"),
        Of("money", n => $"{n}.50") with
        {
            IsHashable = false,
        },
        Of("macaddr", n => $"08:00:2b:01:02:{n:x2}"),
    ];

    public static string Grade(int number) => string.Create(CultureInfo.InvariantCulture, $"g{number * 37 % Values}");

    private static KeyType Of(string sql, params Func<int, string>[] spellings) =>
        new(sql, n => [.. spellings.Select(spelling => spelling(n))]);

    private static string WithoutTrailingZeros(string text) =>
        text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;

    /// <summary>1 day 02:00:00 as 26 hours.</summary>
    private static string Hours(string text)
    {
        var parts = text.Split(' ');
        var days = parts.Length > 1 ? int.Parse(parts[0], CultureInfo.InvariantCulture) : 0;
        var hours = parts.Length == 2 ? 0 : int.Parse(parts[^1].Split(':')[0], CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{(days * 24) + hours} hours");
    }
}
