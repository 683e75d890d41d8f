using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

internal static class SampleRuleBuilder
{
    /// <summary>Tables outside <paramref name="sampled"/> have a limit of 0.</summary>
    /// <exception cref="SnapshotSeedException">A table has two limits, or is excluded.</exception>
    public static ImmutableDictionary<TableName, SampleRule> Of(
        ExportOptions options,
        TableNameResolver resolver,
        ImmutableArray<Table> tables,
        IReadOnlySet<TableName> sampled
    )
    {
        var limits = Limits(options, resolver, sampled);
        var floors = resolver.ByTable(options.Tables.Of(table => table.Floor), Setting.Floor);
        var headroom = options.Headroom ?? limits.Values.Append(options.Limit).Max();
        return tables
            .Select(table => table.Name)
            .ToImmutableDictionary(
                table => table,
                table =>
                {
                    var limit = sampled.Contains(table) ? limits.GetValueOrDefault(table, options.Limit) : 0;
                    return new SampleRule(
                        table,
                        limit,
                        Math.Min(
                            floors.TryGetValue(table, out var own) ? own : options.Floor ?? DefaultFloor(limit),
                            limit
                        ),
                        headroom
                    );
                }
            );
    }

    private static int DefaultFloor(int limit) => Math.Clamp(limit / 10, 1, 10);

    public static void CheckNumbers(ExportOptions options)
    {
        var problems = new List<MessageTemplate>();
        if (options.Limit < 0)
            problems.Add($"{Setting.Limit} is {options.Limit}");
        if (options.Floor < 0)
            problems.Add($"{Setting.Floor} is {options.Floor.Value}");
        if (options.Headroom < 0)
            problems.Add($"{Setting.Headroom} is {options.Headroom.Value}");
        problems.AddRange(
            options
                .Tables.Of(table => table.Limit)
                .Where(pair => pair.Value < 0)
                .Select(MessageTemplate (pair) => $"{Setting.TableLimit.Of(pair.Key)} is {pair.Value}")
        );
        problems.AddRange(
            options
                .Tables.Of(table => table.Floor)
                .Where(pair => pair.Value < 0)
                .Select(MessageTemplate (pair) => $"{Setting.Floor.Of(pair.Key)} is {pair.Value}")
        );
        if (problems.Count > 0)
            throw new SnapshotSeedException(
                MessageTemplate.Join("; ", problems),
                "Give a number of rows, 0 or more.",
                FailureKind.WrongUsage
            );
    }

    private static Dictionary<TableName, int> Limits(
        ExportOptions options,
        TableNameResolver resolver,
        IReadOnlySet<TableName> sampled
    )
    {
        CheckSampled(options, resolver, sampled);
        var limits = options
            .Tables.Of(table => table.Limit)
            .ToLookup(pair => resolver.Resolve([pair.Key], Setting.TableLimit).Single());
        var twice = limits.Where(pairs => pairs.Count() > 1).OrderBy(pairs => pairs.Key).ToList();
        if (twice.Count > 0)
        {
            throw new SnapshotSeedException(
                MessageTemplate.Lines(
                    twice.Select(
                        MessageTemplate (pairs) =>
                            $"{Setting.TableLimit}: {pairs.Key} has several limits, as "
                            + $"{string.Join(" and ", pairs.Select(pair => pair.Key))}"
                    )
                ),
                "Give a table one limit.",
                FailureKind.WrongUsage
            );
        }

        return limits.ToDictionary(pairs => pairs.Key, pairs => pairs.Single().Value);
    }

    private static void CheckSampled(ExportOptions options, TableNameResolver resolver, IReadOnlySet<TableName> sampled)
    {
        var leftOut = resolver
            .Resolve(options.Tables.Of(table => table.Limit).Select(pair => pair.Key), Setting.TableLimit)
            .Where(table => !sampled.Contains(table))
            .Order()
            .ToList();
        if (leftOut.Count > 0)
        {
            throw new SnapshotSeedException(
                MessageTemplate.Lines(
                    leftOut.Select(
                        MessageTemplate (table) =>
                            $"{Setting.TableLimit}: {table} is excluded, so it cannot have a limit"
                    )
                ),
                $"Remove the limit, or change {Setting.Only}, {Setting.Schemas} or {Setting.Exclude}. Migration "
                    + $"history is never exported as rows.",
                FailureKind.WrongUsage
            );
        }
    }
}
