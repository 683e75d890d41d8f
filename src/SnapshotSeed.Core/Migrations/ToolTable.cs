using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SnapshotSeed.Migrations;

/// <summary>An entry of <c>tools.json</c>. The first entry counts whose name and columns fit.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Version">The column with the version; null for a table that has none, such as a lock.</param>
/// <param name="Order">The column whose greatest value is the newest; <paramref name="Version"/> by default.</param>
/// <param name="Others">Other columns that the table must have.</param>
/// <param name="Exact">Whether the table must have no further columns, because the name alone says little.</param>
/// <param name="Ledger">How to record a migration; null if that is not known.</param>
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
