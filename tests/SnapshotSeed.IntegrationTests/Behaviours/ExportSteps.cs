using System.Text.RegularExpressions;
using SnapshotSeed.Catalog;
using SnapshotSeed.IntegrationTests.Postgres;
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
        """SELECT c\.tableoid, c\.ctid(,.*?)?\s+FROM (ONLY )?"(?<schema>([^"]|"")+)"\."(?<table>([^"]|"")+)" c\s.*LIMIT (?<limit>\d+)[)\s]*(r\s+ORDER BY .*)?$""",
        RegexOptions.Singleline
    )]
    private static partial Regex Chooses();

    [GeneratedRegex(
        """SELECT DISTINCT p\.tableoid, p\.ctid\s+FROM \(SELECT [^()]*\* FROM (ONLY )?"(?<schema>([^"]|"")+)"\."(?<table>([^"]|"")+)" r"""
    )]
    private static partial Regex LooksUp();

    [GeneratedRegex("""FROM (ONLY )?"(?<schema>([^"]|"")+)"\."(?<table>([^"]|"")+)" c\s+JOIN""")]
    private static partial Regex InCycle();
}
