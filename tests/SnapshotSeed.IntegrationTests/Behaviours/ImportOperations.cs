using System.Text.RegularExpressions;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// The operations of an import as words to compare: what is emptied, looked for, inserted and advanced, in order.
/// </summary>
internal static partial class ImportOperations
{
    /// <summary>As plan prints them.</summary>
    public static List<string> Parse(string plan) =>
        [
            .. WrappedLine()
                .Replace(plan.TrimEnd('\n'), ", ")
                .Split('\n')
                .Select(line => Line().Match(line))
                .SelectMany(match =>
                    match.Groups["kind"].Value switch
                    {
                        "" => throw new FormatException("not an operation"),
                        "match" => Files()
                            .Matches(match.Groups["rest"].Value)
                            .Select(file => $"match {file.Groups["table"].Value}"),
                        "empty" or "insert" or "advance" => match
                            .Groups["rest"]
                            .Value.Replace("in one statement: ", "", StringComparison.Ordinal)
                            .Split(", ")
                            .Select(name => $"{match.Groups["kind"].Value} {name.Trim('(', ')')}"),
                        _ => [],
                    }
                ),
        ];

    /// <summary>As the plan has them, whatever the tables are called. Of a file without rows nothing is inserted.</summary>
    public static List<string> Of(LoadPlan plan) =>
        [
            .. plan.Operations.SelectMany(operation =>
                operation switch
                {
                    EmptyTables empty => empty
                        .Components.SelectMany(component => component.Tables)
                        .Select(table => $"empty {table}"),
                    MatchRows match => match.Tables.Select(load => $"match {load.Table.Name}"),
                    InsertRows insert => insert
                        .Tables.Where(load => load.Rows > 0)
                        .Select(load => $"insert {load.Table.Name}"),
                    AdvanceSequences advance => advance.Sequences.Select(sequence => $"advance {sequence.Name}"),
                    StageFiles or LookAgain or DropStages or CheckDeferred => [],
                    _ => throw new InvalidOperationException($"not an operation: {operation}"),
                }
            ),
        ];

    /// <summary>As the server got them, in an import that finds empty tables.</summary>
    public static List<string> Executed(StatementLog log) =>
        [
            .. log
                .Statements.SelectMany(statement => Operation().Matches(statement))
                .SelectMany(match =>
                    match.Groups["empty"] is { Success: true } empty
                        ? Quoted().Matches(empty.Value).Select(name => $"empty {Name(name)}")
                    : match.Groups["match"] is { Success: true } looked
                        ? [$"match {Name(Quoted().Match(looked.Value))}"]
                    : match.Groups["insert"] is { Success: true } insert
                        ? [$"insert {Name(Quoted().Match(insert.Value))}"]
                    : Enumerable.Repeat(
                        $"advance {Name(Quoted().Match(match.Groups["advance"].Value.Replace("''", "'", StringComparison.Ordinal)))}",
                        1
                    )
                ),
        ];

    private static string Name(Match match) =>
        ExportSteps.Name(match.Groups["schema"].Value, match.Groups["table"].Value);

    [GeneratedRegex(@",\n {6,}")]
    private static partial Regex WrappedLine();

    [GeneratedRegex(@"^ *\d+\. (?<kind>empty|stage|match|insert|drop|check|advance) +(?<rest>.+)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"\d+ rows of (?<table>[^ ]+)\.tsv")]
    private static partial Regex Files();

    [GeneratedRegex(
        """(TRUNCATE|DELETE FROM) (?<empty>("([^"]|"")+"|[^";)])+?)( RETURNING|$)|^SELECT EXISTS \(SELECT FROM (ONLY )?(?<match>("([^"]|"")+"|[^"\s)])+)\)$|INSERT INTO (?<insert>("([^"]|"")+"|[^"\s])+)|setval\((?<advance>'([^']|'')+')"""
    )]
    private static partial Regex Operation();

    [GeneratedRegex("""["](?<schema>([^"]|"")+)"\."(?<table>([^"]|"")+)["]""")]
    private static partial Regex Quoted();
}
