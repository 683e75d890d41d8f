using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

internal sealed record RulesByTable(LoadingRule Default)
{
    private ImmutableDictionary<TableName, LoadingRule> Rules { get; init; } =
        ImmutableDictionary<TableName, LoadingRule>.Empty;

    public LoadingRule this[TableName table] => Rules.GetValueOrDefault(table, Default);

    public RulesByTable With(TableName table, LoadingRule rule) => this with { Rules = Rules.SetItem(table, rule) };
}
