using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SnapshotSeed.Migrations;

/// <summary>
/// An entry of <c>tools.json</c>: the first whose name and columns fit counts. <c>Exact</c> allows no further columns,
/// because the name alone says little. <c>Version</c> is null for a table without one, such as a lock.
/// </summary>
internal sealed record ToolTable(
    string Table,
    string? Version = null,
    string? Order = null,
    ImmutableArray<string>? Others = null,
    bool Exact = false,
    ToolLedger? Ledger = null
)
{
    public HistoryLayout Layout { get; } = new(Version, Order ?? Version, Ledger?.ToLedger());

    public bool Fits(HashSet<string> columns)
    {
        var own = new[] { Version, Order }.OfType<string>().Concat(Others ?? []).ToHashSet(StringComparer.Ordinal);
        return Exact ? columns.SetEquals(own) : columns.IsSupersetOf(own);
    }

    public static IReadOnlyList<ToolTable> ReadAll()
    {
        using var file = typeof(ToolTable).Assembly.GetManifestResourceStream("migration-tools.json")!;
        return JsonSerializer.Deserialize(file, ToolTables.Default.ImmutableArrayToolTable);
    }
}

/// <summary>A <see cref="Ledger"/> as the file has it: a line of the definition an item, defaults left out.</summary>
internal sealed record ToolLedger(
    ImmutableArray<string> Definition,
    ImmutableArray<string> Carried,
    ImmutableArray<string>? Key = null,
    OrderedDictionary<string, string>? Filled = null,
    OrderedDictionary<string, string?>? Assumed = null,
    bool KeepsOne = false,
    string? Where = null
)
{
    public Ledger ToLedger() =>
        new(string.Join('\n', Definition), Carried)
        {
            Key = Key ?? [Carried[0]],
            Filled = [.. (Filled ?? []).Select(pair => (pair.Key, pair.Value))],
            Assumed = [.. (Assumed ?? []).Select(pair => (pair.Key, pair.Value))],
            KeepsOne = KeepsOne,
            Where = Where,
        };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImmutableArray<ToolTable>))]
internal sealed partial class ToolTables : JsonSerializerContext;
