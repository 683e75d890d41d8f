using System.Collections.Immutable;

namespace SnapshotSeed.Postgres;

/// <summary>
/// The session settings under which PostgreSQL writes and reads values as text, whatever the database, the role or the
/// connection say. Set for the transaction only, so that a pooled connection goes back as it came.
/// </summary>
internal static class PinnedSettings
{
    public const string SearchPath = "search_path";
    public const string ReadOnly = "transaction_read_only";

    /// <summary>Name and value of each.</summary>
    public static readonly ImmutableArray<(string Name, string Value)> All =
    [
        // PGCLIENTENCODING sets it for the connection, whose bytes are read as UTF-8 all the same.
        ("client_encoding", "UTF8"),
        ("DateStyle", "ISO, YMD"),
        ("IntervalStyle", "postgres"),
        ("TimeZone", "UTC"),
        ("extra_float_digits", "1"),
        ("bytea_output", "hex"),
        ("lc_monetary", "C"),
        ("xmloption", "content"),
        // Off, it would read NULL elements as text.
        ("array_nulls", "on"),
        ("standard_conforming_strings", "on"),
        // Turns rows that a policy would silently hide into an error.
        ("row_security", "off"),
        // pg_temp last: unnamed it would come first, and a temporary table of the session is a type of its name.
        (SearchPath, "pg_catalog, pg_temp"),
        ("quote_all_identifiers", "off"),
        // Compiling costs more than the bounded queries here ever run.
        ("jit", "off"),
        ("plan_cache_mode", "auto"),
        // Holds the hashed keys of 100,000 chosen rows.
        ("work_mem", "64MB"),
    ];

    /// <summary>
    /// The same for a session that only reads. It looks rows up by their places, and most of them again: what PostgreSQL takes a
    /// random page for by default (four times one of a scan) has it scan small tables instead, and compare each row with
    /// hundreds of places, a sixth of an export of a hundred rows a table; and of large ones it depends on their size.
    /// </summary>
    public static readonly ImmutableArray<(string Name, string Value)> OfReading =
    [
        (ReadOnly, "on"),
        ("random_page_cost", "1.1"),
        .. All,
    ];

    /// <summary>The present values of settings, in one array. Names are in full: nothing is pinned yet.</summary>
    public static Sql Read(IEnumerable<string> names) =>
        $"""
            SELECT ARRAY(SELECT pg_catalog.current_setting(s.name)
                FROM pg_catalog.unnest({Parameter.Texts([
                .. names,
            ])}) WITH ORDINALITY AS s (name, place) ORDER BY s.place)
            """;

    /// <summary>
    /// Sets the search_path until the transaction ends. Without parameters, to stand among other statements.
    /// </summary>
    public static Sql SetSearchPath(string path) =>
        $"SELECT pg_catalog.set_config('search_path', {Sql.Literal(path)}, true)";

    /// <summary>Sets some until the transaction ends.</summary>
    public static Sql Set(IReadOnlyCollection<(string Name, string Value)> settings) =>
        $"""
            SELECT pg_catalog.set_config(s.name, s.value, true)
            FROM ROWS FROM (
                pg_catalog.unnest({Parameter.Texts([.. settings.Select(setting => setting.Name)])}),
                pg_catalog.unnest({Parameter.Texts([.. settings.Select(setting => setting.Value)])})) AS s (name, value)
            """;
}
