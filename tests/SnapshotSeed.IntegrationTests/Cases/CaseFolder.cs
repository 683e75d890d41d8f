using System.Collections.Immutable;
using System.Text.Json;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Cases;

/// <summary>
/// A folder of fixtures/cases: a database, the snapshot that it must give, and what the tool says meanwhile.
/// </summary>
internal sealed record CaseFolder(string Name)
{
    private const string ComparedInDatabase = "comparedInDatabase";
    private const string Postgres = "postgres";

    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip };

    public static IEnumerable<string> Names =>
        Directory
            .EnumerateDirectories(FixtureFolders.At("cases"))
            .Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal);

    public string Schema => At("schema.sql");

    public string Data => At("data.sql");

    public string Expected => At("expected");

    public string Report => At("report.txt");

    /// <summary>What options.json says, else the defaults.</summary>
    public ExportOptions Options
    {
        get
        {
            var options = new ExportOptions();
            if (!File.Exists(At("options.json")))
                return options;
            using var document = JsonDocument.Parse(File.ReadAllText(At("options.json")), Json);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                options = property.Name switch
                {
                    "limit" => options with { Limit = property.Value.GetInt32() },
                    "floor" => options with { Floor = property.Value.GetInt32() },
                    "headroom" => options with { Headroom = property.Value.GetInt32() },
                    "where" => Texts(property.Value)
                        .Select(Condition)
                        .Aggregate(
                            options,
                            (all, where) =>
                                Of(all, where.Table, table => table with { Where = table.Where.Add(where.Condition) })
                        ),
                    "with" => Texts(property.Value)
                        .Select(Pair)
                        .Aggregate(
                            options,
                            (all, with) =>
                                Of(all, with.Table, table => table with { With = table.With.Add(with.Child) })
                        ),
                    "tables" => options with { Only = Texts(property.Value) },
                    "exclude" => options with { Exclude = Texts(property.Value) },
                    ComparedInDatabase or Postgres => options,
                    _ => throw new FormatException(
                        $"{Name}/options.json: {property.Name} is none of limit, floor, headroom, where, with, tables, exclude, {ComparedInDatabase}, {Postgres}"
                    ),
                };
            }

            return options;
        }
    }

    /// <summary>
    /// Whether references may be spelt otherwise than what they reference, or bind single partitions, so that only the
    /// database can follow them.
    /// </summary>
    public bool IsComparedInDatabase =>
        File.Exists(At("options.json"))
        && File.ReadAllText(At("options.json")).Contains($"\"{ComparedInDatabase}\": true", StringComparison.Ordinal);

    /// <summary>The major version of PostgreSQL that the case needs; 0 where any will do.</summary>
    public int OldestPostgres
    {
        get
        {
            if (!File.Exists(At("options.json")))
                return 0;
            using var document = JsonDocument.Parse(File.ReadAllText(At("options.json")), Json);
            return document.RootElement.TryGetProperty(Postgres, out var version) ? version.GetInt32() : 0;
        }
    }

    /// <summary>The same options as a user gives them; only those that are not the default.</summary>
    public IEnumerable<string> Arguments => ArgumentsOf(Options);

    public static IEnumerable<string> ArgumentsOf(ExportOptions options) =>
        [
            .. options.Limit == new ExportOptions().Limit ? [] : Option("--limit", options.Limit),
            .. options.Floor is { } floor ? Option("--floor", floor) : [],
            .. options.Headroom is { } headroom ? Option("--headroom", headroom) : [],
            .. options.Only.IsEmpty ? Array.Empty<string>() : ["--tables", string.Join(',', options.Only)],
            .. options
                .Tables.Pairs(table => table.Where)
                .SelectMany(where => (string[])["--where", $"{where.Name}: {where.Text}"]),
            .. options
                .Tables.Pairs(table => table.With)
                .SelectMany(with => (string[])["--with", $"{with.Name}={with.Text}"]),
            .. options.Exclude.IsEmpty ? Array.Empty<string>() : ["--exclude", string.Join(',', options.Exclude)],
        ];

    private static ExportOptions Of(
        ExportOptions options,
        string name,
        Func<TableExportOptions, TableExportOptions> change
    ) => options with { Tables = options.Tables.With(name, change) };

    private static (string Table, string Condition) Condition(string text)
    {
        var at = text.IndexOf(": ", StringComparison.Ordinal);
        return (text[..at], text[(at + 2)..]);
    }

    private static (string Table, string Child) Pair(string text) => (text.Split('=')[0], text.Split('=')[1]);

    private static string[] Option(string name, int number) => [name, FormattableString.Invariant($"{number}")];

    public override string ToString() => Name;

    private static ImmutableArray<string> Texts(JsonElement array) =>
        [.. array.EnumerateArray().Select(text => text.GetString()!)];

    private string At(string file) => Path.Combine(FixtureFolders.At("cases"), Name, file);
}
