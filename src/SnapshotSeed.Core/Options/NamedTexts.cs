using System.Collections.Immutable;

namespace SnapshotSeed.Options;

/// <summary>What is done to values by name.</summary>
internal static class NamedTexts
{
    /// <summary>The same with one value more, or another one.</summary>
    public static IDictionary<string, T> With<T>(this IDictionary<string, T> values, string name, T value) =>
        new ByTable<T>(values) { [name] = value };

    /// <summary>Of each name its texts, in their order.</summary>
    public static ByTable<ImmutableArray<string>> ToNamedTexts(this IEnumerable<(string Name, string Text)> pairs) =>
        new(
            pairs
                .GroupBy(pair => pair.Name, pair => pair.Text, StringComparer.Ordinal)
                .Select(texts => KeyValuePair.Create(texts.Key, texts.ToImmutableArray()))
        );

    /// <summary>Each name with each of its texts.</summary>
    public static IEnumerable<(string Name, string Text)> Pairs(
        this IEnumerable<KeyValuePair<string, ImmutableArray<string>>> values
    ) => values.SelectMany(pair => pair.Value, (pair, text) => (pair.Key, text));
}
