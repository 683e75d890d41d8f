using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Matching;

/// <summary>Moves times. Everything is named in full: it runs under any search_path.</summary>
internal static class TimeSql
{
    private static readonly Dictionary<string, TimeType> Types = new(StringComparer.Ordinal)
    {
        ["timestamptz"] = new(false),
        ["timestamp"] = new(false),
        ["date"] = new(true),
        ["tstzrange"] = new(false, "tstzrange"),
        ["tsrange"] = new(false, "tsrange"),
        ["daterange"] = new(true, "daterange"),
        ["tstzmultirange"] = new(false, "tstzrange", IsMulti: true),
        ["tsmultirange"] = new(false, "tsrange", IsMulti: true),
        ["datemultirange"] = new(true, "daterange", IsMulti: true),
    };

    public static bool Moves(Column column) => TypeOf(column) is not null;

    public static bool IsSingle(Column column) => TypeOf(column) is (false, { Range: null });

    /// <summary>Dates move by whole days.</summary>
    public static bool IsDate(Column column) => TypeOf(column) is (_, { IsDate: true });

    public static Sql Moved(Sql value, Column column, TimeShift shift)
    {
        if (TypeOf(column) is not var (isArray, type) || type is null)
            return value;
        if (!isArray)
            return type.Moved(value, shift);
        return $"""
            CASE WHEN pg_catalog.array_ndims({value}) OPERATOR(pg_catalog.=) 1
            THEN (
                SELECT pg_catalog.array_agg({type.Moved($"a.v", shift)} ORDER BY a.n)
                FROM pg_catalog.unnest({value}) WITH ORDINALITY a (v, n))
            ELSE {value} END
            """;
    }

    /// <summary>A time as microseconds since 1970; NULL where it stands for no time, or none that a timestamp can hold.</summary>
    public static Sql Microseconds(Sql time) =>
        $"""
            CASE WHEN isfinite({time}) AND extract(year FROM {time}) <> 9999 AND extract(year FROM {time}) < 294276
            THEN (extract(epoch FROM {time}) * 1000000)::bigint END
            """;

    private static (bool IsArray, TimeType Type)? TypeOf(Column column)
    {
        const string start = "pg_catalog.\"";
        if (!column.BareType.StartsWith(start, StringComparison.Ordinal))
            return null;
        var name = column.BareType[start.Length..].TrimEnd('"');
        if (Types.TryGetValue(name, out var single))
            return (false, single);
        return name.StartsWith('_') && Types.TryGetValue(name[1..], out var element) ? (true, element) : null;
    }

    /// <summary><c>Range</c> is null for a single time.</summary>
    private sealed record TimeType(bool IsDate, string? Range = null, bool IsMulti = false)
    {
        public Sql Moved(Sql value, TimeShift shift)
        {
            if (Range is null)
                return Single(value, shift);
            if (!IsMulti)
                return OfRange(value, shift);
            return $"""
                CASE WHEN {value} IS NULL OR pg_catalog.isempty({value}) THEN {value}
                ELSE (SELECT pg_catalog.range_agg({OfRange($"m.v", shift)}) FROM pg_catalog.unnest({value}) m (v)) END
                """;
        }

        /// <summary>What stands for no end stays.</summary>
        private Sql Single(Sql value, TimeShift shift)
        {
            Sql distance = IsDate ? (Sql)$"({shift.Days})" : $"{Sql.Literal(shift.Interval)}::pg_catalog.interval";
            return $"""
                CASE WHEN extract(year FROM {value}) OPERATOR(pg_catalog.=) 9999 THEN {value}
                ELSE {value} OPERATOR(pg_catalog.+) {distance} END
                """;
        }

        private Sql OfRange(Sql value, TimeShift shift)
        {
            var (lower, upper) = (
                Single($"pg_catalog.lower({value})", shift),
                Single($"pg_catalog.upper({value})", shift)
            );
            Sql bounds = $"""
                pg_catalog.concat(
                    CASE WHEN pg_catalog.lower_inc({value}) THEN '[' ELSE '(' END,
                    CASE WHEN pg_catalog.upper_inc({value}) THEN ']' ELSE ')' END)
                """;
            return $"""
                CASE WHEN {value} IS NULL OR pg_catalog.isempty({value}) THEN {value}
                ELSE pg_catalog.{new Identifier(Range!)}({lower}, {upper}, {bounds}) END
                """;
        }
    }
}
