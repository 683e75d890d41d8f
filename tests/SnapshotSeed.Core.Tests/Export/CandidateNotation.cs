using System.Collections.Immutable;
using System.Globalization;
using NpgsqlTypes;
using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Export;

/// <summary>
/// Candidates in one line: <c>order1 -> user1 user2, order2! -> user1</c>. A row is its table and its number in the
/// table's order; an exclamation mark follows one that references what is left out. Rules in one line:
/// <c>order 100, user 10 1 20</c> are limits, floors and headrooms, which are 0 and the limit unless given.
/// </summary>
internal static class CandidateNotation
{
    /// <summary>The candidates, as they are once they have been found.</summary>
    public static CandidateSet Parse(string text)
    {
        var rows = new Dictionary<(string Table, int Number), FoundRow>();
        foreach (var statement in Split(text, ','))
        {
            var ends = statement.Split("->", StringSplitOptions.TrimEntries);
            var references = ends.Length == 2 ? Split(ends[1], ' ').Select(Key).ToList() : [];
            rows[Key(ends[0].TrimEnd('!'))] = Found(Key(ends[0].TrimEnd('!')), references, !ends[0].EndsWith('!'));
            foreach (var row in references)
                rows.TryAdd(row, Found(row, [], isOpen: true));
        }

        var candidates = new CandidateSet();
        foreach (var table in rows.GroupBy(pair => pair.Key.Table))
            candidates.Add(
                CatalogNotation.Name(table.Key),
                table.OrderBy(pair => pair.Key.Number).Select(pair => pair.Value)
            );
        candidates.CloseReferencing();
        return candidates;
    }

    public static IReadOnlyList<SampleRule> Rules(string text) => [.. Split(text, ',').Select(Rule)];

    /// <summary>A choice that has been made.</summary>
    public static RowChooser Choose(string candidates, string rules) => Choose(Parse(candidates), Rules(rules));

    public static RowChooser Choose(
        CandidateSet candidates,
        IReadOnlyList<SampleRule> rules,
        IReadOnlyList<CoveredColumn>? covered = null
    )
    {
        var choice = new RowChooser(
            candidates,
            rules,
            _ => covered ?? [],
            ImmutableDictionary<TableName, PartitionSpread>.Empty
        );
        choice.Run();
        return choice;
    }

    /// <summary>The chosen rows of a table in its order, as in <c>order1 order2</c>.</summary>
    public static string Chosen(this RowChooser choice, string table) =>
        string.Join(
            ' ',
            choice
                .Rows(CatalogNotation.Name(table))
                .Select(row => row.Row.Tid.BlockNumber)
                .Order()
                .Select(n => table + n)
        );

    public static int Count(this RowChooser choice, string table) => choice.Rows(CatalogNotation.Name(table)).Count;

    /// <summary>Rows that reference each other one by one, the last of them nothing.</summary>
    public static string Chain(string table, int length) =>
        string.Join(", ", Enumerable.Range(1, length - 1).Select(i => $"{table}{i} -> {table}{i + 1}"));

    private static FoundRow Found((string, int) row, IEnumerable<(string, int)> references, bool isOpen) =>
        new(Place(row).Row, [.. references.Select(Place)], [], isOpen);

    private static (TableName Table, RowId Row) Place((string Table, int Number) row) =>
        (CatalogNotation.Name(row.Table), new RowId(1, new NpgsqlTid((uint)row.Number, 1)));

    private static (string Table, int Number) Key(string row)
    {
        var table = row.TrimEnd("0123456789".ToCharArray());
        return (table, int.Parse(row.AsSpan(table.Length), CultureInfo.InvariantCulture));
    }

    private static SampleRule Rule(string text)
    {
        var words = Split(text, ' ');
        var numbers = words.Skip(1).Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToList();
        return new(
            CatalogNotation.Name(words[0]),
            numbers[0],
            numbers.ElementAtOrDefault(1),
            numbers.Count > 2 ? numbers[2] : numbers[0]
        );
    }

    private static string[] Split(string text, char separator) =>
        text.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
