using System.Text.RegularExpressions;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Graph;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Model;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// The steps of an export as words to compare: <c>whole users 10</c> asks whether users has no more rows than ten,
/// <c>candidates orders</c> looks up rows of orders, <c>fill users</c> finds more by place, <c>read users</c> reads
/// them. The choice asks for nothing.
/// </summary>
internal static partial class ExportSteps
{
    /// <summary>As plan prints them, long ones on several lines.</summary>
    public static List<string> Parse(string plan) =>
        [.. Continued().Replace(plan.TrimEnd('\n'), " ").Split('\n').SelectMany(ParseLine)];

    /// <summary>As the plan has them, whatever the tables are called.</summary>
    public static IEnumerable<List<string>> Of(ExportPlan plan) =>
        plan.Steps.Select<ExportStep, List<string>>(step =>
            step switch
            {
                FindWholeTables whole => [.. whole.Rules.Select(rule => $"whole {rule.Table} {rule.Limit}")],
                FindCandidates find => Of("candidates", find.Components),
                FindReferencing find => Of("candidates", find.Components),
                FillRows fill => [.. fill.Tables.Select(table => $"fill {table}")],
                ReadRows read => [.. read.Tables.Select(table => $"read {table}")],
                FindIncluded or FindChildren or ChooseRows => [],
                _ => throw new InvalidOperationException($"not a step: {step}"),
            }
        );

    /// <summary>As the server got them. A partition counts for its table.</summary>
    public static List<string> Executed(StatementLog log, IReadOnlyDictionary<string, string>? roots = null)
    {
        var steps = new List<string>();
        string Table(Match match) =>
            Name(match.Groups["schema"].Value, match.Groups["table"].Value) is var name && roots is not null
                ? roots.GetValueOrDefault(name, name)
                : name;

        foreach (var statement in log.Statements)
        {
            if (statement.StartsWith("SELECT ARRAY[EXISTS", StringComparison.Ordinal))
                steps.AddRange(
                    Whole().Matches(statement).Select(whole => $"whole {Table(whole)} {whole.Groups["limit"].Value}")
                );
            else if (statement.StartsWith("SELECT c.tableoid, c.ctid, c.is_open", StringComparison.Ordinal))
                steps.Add($"candidates {Table(OfTable().Match(statement))}");
            else if (statement.StartsWith("WITH RECURSIVE needed", StringComparison.Ordinal))
                steps.AddRange(OfTable().Matches(statement).Select(match => $"candidates {Table(match)}").Distinct());
            else if (!statement.StartsWith("SELECT count(*)", StringComparison.Ordinal))
                steps.AddRange(
                    OfTable()
                        .Matches(statement)
                        .Select(match => $"{(Fill().IsMatch(statement) ? "fill" : "read")} {Table(match)}")
                        .Distinct()
                );
        }

        return steps;
    }

    private static List<string> Of(string kind, IEnumerable<Component> components) =>
        [.. components.SelectMany(component => component.Tables).Select(table => $"{kind} {table}")];

    private static IEnumerable<string> ParseLine(string line)
    {
        if (Line().Match(line) is not { Success: true } match)
            throw new FormatException($"not a step: {line}");
        var tables = Waiting()
            .Replace(match.Groups["rest"].Value, "")
            .Split(", ")
            .Select(table => table.Trim('(', ')'));
        return match.Groups["kind"].Value switch
        {
            "whole" => tables.Select(table => $"whole {table}"),
            "candidates" or "referencing" => tables.Select(table => $"candidates {table.Split(' ')[0]}"),
            "fill" or "read" => tables.Select(table => $"{match.Groups["kind"].Value} {table.Split(' ')[0]}"),
            _ => [],
        };
    }

    /// <summary>The table of each partition, as reports show them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> RootsAsync(TestDatabase database)
    {
        var partitions = await database.RowsAsync(
            """
            SELECT n.nspname, c.relname, m.nspname, r.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_class r ON r.oid = pg_partition_root(c.oid) JOIN pg_namespace m ON m.oid = r.relnamespace WHERE c.relispartition
            """
        );
        return partitions
            .Where(row => row[1] != row[3])
            .ToDictionary(
                row => new TableName(row[0]!, row[1]!).ToString(),
                row => new TableName(row[2]!, row[3]!).ToString()
            );
    }

    /// <summary>A quoted name as reports show it.</summary>
    internal static string Name(string schema, string table) =>
        new TableName(Unquoted(schema), Unquoted(table)).ToString();

    private static string Unquoted(string name) => name.Replace("\"\"", "\"", StringComparison.Ordinal);

    [GeneratedRegex(@"^ *\d+\. (?<kind>whole|included|candidates|children|choose|referencing|fill|read) +(?<rest>.+)$")]
    private static partial Regex Line();

    [GeneratedRegex(
        """EXISTS \(SELECT FROM (ONLY )?"(?<schema>([^"]|"")+)"\."(?<table>([^"]|"")+)" r OFFSET (?<limit>\d+)\)"""
    )]
    private static partial Regex Whole();

    [GeneratedRegex(@"\n {10,}(?=\S)")]
    private static partial Regex Continued();

    [GeneratedRegex(@"^after .+, where below the limit: ")]
    private static partial Regex Waiting();

    [GeneratedRegex(@"^SELECT tableoid, ctid\s+FROM")]
    private static partial Regex Fill();

    [GeneratedRegex("""FROM (ONLY )?"(?<schema>([^"]|"")+)"\."(?<table>([^"]|"")+)" c\s""")]
    private static partial Regex OfTable();
}
