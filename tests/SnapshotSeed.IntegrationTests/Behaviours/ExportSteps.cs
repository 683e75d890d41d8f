using System.Text.RegularExpressions;
using SnapshotSeed.Catalog;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Loading;
using SnapshotSeed.Sampling;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// The steps of an export as words to compare: <c>users 10</c> chooses up to ten rows of users, <c>&lt;- orders</c>
/// looks up what rows of orders reference.
/// </summary>
internal static partial class ExportSteps
{
    /// <summary>As plan prints them.</summary>
    public static List<string> Parse(string plan) =>
        [
            .. plan.TrimEnd('\n')
                .Split('\n')
                .SelectMany(line =>
                    Line().Match(line) is { Success: true } match
                        ? match.Groups["kind"].Value == "backfill"
                            ? Names()
                                .Matches(
                                    match
                                        .Groups["rest"]
                                        .Value["what ".Length..^" reference".Length]
                                        .Replace("; then ", ", ", StringComparison.Ordinal)
                                )
                                .Select(name => "<- " + name.Value)
                            : match.Groups["rest"].Value.Split(", ").Select(rule => rule.Trim('(', ')'))
                        : throw new FormatException($"not a step: {line}")
                ),
        ];

    /// <summary>As the plan has them, whatever the tables are called.</summary>
    public static IEnumerable<List<string>> Of(SamplingPlan plan) =>
        plan.Steps.Select<SamplingStep, List<string>>(step =>
            step switch
            {
                FloorRows floor => [.. floor.Rules.Select(rule => $"{rule.Table} {rule.Floor}")],
                BackfillParents backfill =>
                [
                    .. backfill
                        .Levels.SelectMany(level => level)
                        .SelectMany(component => component.Tables)
                        .Select(table => $"<- {table}"),
                ],
                FillRows fill =>
                [
                    .. fill
                        .Components.SelectMany(component => component.Tables)
                        .Select(table => $"{table} {fill.Rules[table].Limit}"),
                ],
                _ => throw new InvalidOperationException($"not a step: {step}"),
            }
        );

    /// <summary>As the server got them.</summary>
    public static List<string> Executed(StatementLog log)
    {
        var steps = new List<string>();
        foreach (var statement in log.Statements)
        {
            if (Chooses().Match(statement) is { Success: true } chooses)
                steps.Add($"{Table(chooses)} {chooses.Groups["limit"].Value}");
            else if (LooksUp().Match(statement) is { Success: true } looksUp)
                steps.Add($"<- {Table(looksUp)}");
            else if (statement.Contains("WITH RECURSIVE needed", StringComparison.Ordinal))
                steps.AddRange(InCycle().Matches(statement).Select(match => $"<- {Table(match)}"));
        }

        return steps;
    }

    private static string Table(Match match) => Name(match.Groups["schema"].Value, match.Groups["table"].Value);

    /// <summary>A quoted name as reports show it.</summary>
    internal static string Name(string schema, string table) =>
        new TableName(Unquoted(schema), Unquoted(table)).ToString();

    private static string Unquoted(string name) => name.Replace("\"\"", "\"", StringComparison.Ordinal);

    [GeneratedRegex(@"^ *\d+\. (?<kind>floor|backfill|fill) +(?<rest>.+)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"[^,() ]+")]
    private static partial Regex Names();

    [GeneratedRegex(
        """(SELECT 0, c\.tableoid, c\.ctid FROM|FROM \({1,2}SELECT c\.tableoid, c\.ctid, .*? FROM) (ONLY )?"(?<schema>([^"]|"")+)"\."(?<table>([^"]|"")+)" c .*LIMIT (?<limit>\d+)[)\s]*( r ORDER BY .*)?$""",
        RegexOptions.Singleline
    )]
    private static partial Regex Chooses();

    [GeneratedRegex(
        """SELECT DISTINCT 0, p\.tableoid, p\.ctid\s+FROM \(SELECT [^()]*\* FROM (ONLY )?"(?<schema>([^"]|"")+)"\."(?<table>([^"]|"")+)" r"""
    )]
    private static partial Regex LooksUp();

    [GeneratedRegex("""FROM (ONLY )?"(?<schema>([^"]|"")+)"\."(?<table>([^"]|"")+)" c JOIN""")]
    private static partial Regex InCycle();
}

/// <summary>The operations of an import as words to compare: what is emptied, loaded and advanced, in order.</summary>
internal static partial class ImportOperations
{
    public static List<string> Parse(string plan) =>
        [
            .. plan.TrimEnd('\n')
                .Split('\n')
                .SelectMany(line =>
                    Line().Match(line) is { Success: true } match
                        ? match.Groups["kind"].Value switch
                        {
                            "load" => Files()
                                .Matches(match.Groups["rest"].Value)
                                .Select(file => $"load {file.Groups["table"].Value}"),
                            var kind => match
                                .Groups["rest"]
                                .Value.Split(", ")
                                .Select(name => $"{kind} {name.Trim('(', ')')}"),
                        }
                        : throw new FormatException($"not an operation: {line}")
                ),
        ];

    /// <summary>As the plan has them, whatever the tables are called.</summary>
    public static List<string> Of(LoadPlan plan) =>
        [
            .. plan.Operations.SelectMany(operation =>
                operation switch
                {
                    EmptyTables empty => empty
                        .Components.SelectMany(component => component.Tables)
                        .Select(table => $"empty {table}"),
                    LoadTables load => load.Component.Tables.Select(table => $"load {table}"),
                    AdvanceSequences advance => advance.Sequences.Select(sequence => $"advance {sequence.Name}"),
                    _ => throw new InvalidOperationException($"not an operation: {operation}"),
                }
            ),
        ];

    public static List<string> Executed(StatementLog log) =>
        [
            .. log
                .Statements.SelectMany(statement => Operation().Matches(statement))
                .SelectMany(match =>
                    match.Groups["empty"] is { Success: true } empty
                        ? Quoted().Matches(empty.Value).Select(name => $"empty {Name(name)}")
                    : match.Groups["load"] is { Success: true } load ? [$"load {Name(Quoted().Match(load.Value))}"]
                    : Enumerable.Repeat(
                        $"advance {Name(Quoted().Match(match.Groups["advance"].Value.Replace("''", "'", StringComparison.Ordinal)))}",
                        1
                    )
                ),
        ];

    private static string Name(Match match) =>
        ExportSteps.Name(match.Groups["schema"].Value, match.Groups["table"].Value);

    [GeneratedRegex(@"^ *\d+\. (?<kind>empty|load|advance) +(?<rest>.+)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"\d+ rows of (?<table>[^ ]+)\.tsv")]
    private static partial Regex Files();

    [GeneratedRegex(
        """(TRUNCATE|DELETE FROM) (?<empty>("([^"]|"")+"|[^";)])+?)( RETURNING|$)|INSERT INTO (?<load>("([^"]|"")+"|[^"\s])+)|setval\((?<advance>'([^']|'')+')"""
    )]
    private static partial Regex Operation();

    [GeneratedRegex("""["](?<schema>([^"]|"")+)"\."(?<table>([^"]|"")+)["]""")]
    private static partial Regex Quoted();
}
