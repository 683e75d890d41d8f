using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>How each table is loaded.</summary>
/// <param name="Default">The rule of tables of which nothing is said.</param>
internal sealed record RulesByTable(LoadingRule Default)
{
    private ImmutableDictionary<TableName, LoadingRule> Rules { get; init; } =
        ImmutableDictionary<TableName, LoadingRule>.Empty;

    /// <summary>The rule of a table.</summary>
    public LoadingRule this[TableName table] => Rules.GetValueOrDefault(table, Default);

    /// <summary>The same with another rule of one table.</summary>
    public RulesByTable With(TableName table, LoadingRule rule) => this with { Rules = Rules.SetItem(table, rule) };
}
