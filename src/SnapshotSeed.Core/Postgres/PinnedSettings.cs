using System.Collections.Immutable;

namespace SnapshotSeed.Postgres;

/// <summary>
/// The settings decide how PostgreSQL writes and reads values as text. They apply to the transaction only, so a pooled
/// connection is returned unchanged.
/// </summary>
internal static class PinnedSettings
{
    public const string SearchPath = "search_path";
    public const string ReadOnly = "transaction_read_only";

    public static readonly ImmutableArray<(string Name, string Value)> All =
    [
        // PGCLIENTENCODING would change the encoding of the connection, whose bytes are read as UTF-8.
        ("client_encoding", "UTF8"),
        ("DateStyle", "ISO, YMD"),
        ("IntervalStyle", "postgres"),
        ("TimeZone", "UTC"),
        ("extra_float_digits", "1"),
        ("bytea_output", "hex"),
        ("lc_monetary", "C"),
        ("xmloption", "content"),
        // If off, PostgreSQL reads NULL elements as text.
        ("array_nulls", "on"),
        ("standard_conforming_strings", "on"),
        // Makes an error of rows that a policy would hide silently.
        ("row_security", "off"),
        // pg_temp must be named and last. Unnamed it comes first, and a temporary table is a type of its name.
        (SearchPath, "pg_catalog, pg_temp"),
        ("quote_all_identifiers", "off"),
        // Compiling takes longer than these bounded queries.
        ("jit", "off"),
        ("plan_cache_mode", "auto"),
        // Holds the hashed keys of 100,000 chosen rows.
        ("work_mem", "64MB"),
    ];

    /// <summary>
    /// At the default cost of a random page (4), PostgreSQL scans small tables instead of finding rows by their places,
    /// and compares each row with hundreds of them: a sixth of a small export.
    /// </summary>
    public static readonly ImmutableArray<(string Name, string Value)> OfReading =
    [
        (ReadOnly, "on"),
        ("random_page_cost", "1.1"),
        .. All,
    ];

    /// <summary>All names are qualified, because search_path is not pinned yet.</summary>
    public static Sql Read(IEnumerable<string> names) =>
        $"""
            SELECT ARRAY(SELECT pg_catalog.current_setting(s.name)
                FROM pg_catalog.unnest({Parameter.Texts([
                .. names,
            ])}) WITH ORDINALITY AS s (name, place) ORDER BY s.place)
            """;

    /// <summary>Without parameters, so that other statements can be sent along.</summary>
    public static Sql SetSearchPath(string path) =>
        $"SELECT pg_catalog.set_config('search_path', {Sql.Literal(path)}, true)";

    public static Sql Set(IReadOnlyCollection<(string Name, string Value)> settings) =>
        $"""
            SELECT pg_catalog.set_config(s.name, s.value, true)
            FROM ROWS FROM (
                pg_catalog.unnest({Parameter.Texts([.. settings.Select(setting => setting.Name)])}),
                pg_catalog.unnest({Parameter.Texts([.. settings.Select(setting => setting.Value)])})) AS s (name, value)
            """;
}
