using System.Collections.Immutable;

namespace SnapshotSeed;

/// <summary>Several texts for each name, as pairs.</summary>
internal static class NamedTexts
{
    /// <summary>Of each name its texts, in their order.</summary>
    public static NamedValues<ImmutableArray<string>> ToNamedTexts(
        this IEnumerable<(string Name, string Text)> pairs
    ) =>
        new(
            pairs
                .GroupBy(pair => pair.Name, pair => pair.Text, StringComparer.Ordinal)
                .Select(texts => KeyValuePair.Create(texts.Key, texts.ToImmutableArray()))
        );

    /// <summary>Each name with each of its texts.</summary>
    public static IEnumerable<(string Name, string Text)> Pairs(this NamedValues<ImmutableArray<string>> values) =>
        values.SelectMany(pair => pair.Value, (pair, text) => (pair.Key, text));
}
