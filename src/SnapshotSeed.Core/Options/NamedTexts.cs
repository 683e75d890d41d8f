using System.Collections.Immutable;

namespace SnapshotSeed.Options;

internal static class NamedTexts
{
    public static IDictionary<string, T> With<T>(this IDictionary<string, T> values, string name, T value) =>
        new ByTable<T>(values) { [name] = value };

    /// <summary>A missing value is a new one, changed.</summary>
    public static IDictionary<string, T> With<T>(this IDictionary<string, T> values, string name, Func<T, T> change)
        where T : new() => values.With(name, change(values.TryGetValue(name, out var value) ? value : new T()));

    public static IDictionary<string, T> WithAll<T>(this IDictionary<string, T> values, Func<T, T> change) =>
        new ByTable<T>(values.Select(pair => KeyValuePair.Create(pair.Key, change(pair.Value))));

    /// <summary>Of the values that say anything.</summary>
    public static IEnumerable<KeyValuePair<string, TValue>> Of<T, TValue>(
        this IDictionary<string, T> values,
        Func<T, TValue?> read
    )
        where TValue : struct =>
        from pair in values
        let value = read(pair.Value)
        where value is not null
        select KeyValuePair.Create(pair.Key, value.Value);

    /// <summary>In their order.</summary>
    public static ByTable<ImmutableArray<string>> ToNamedTexts(this IEnumerable<(string Name, string Text)> pairs) =>
        new(
            pairs
                .GroupBy(pair => pair.Name, pair => pair.Text, StringComparer.Ordinal)
                .Select(texts => KeyValuePair.Create(texts.Key, texts.ToImmutableArray()))
        );

    public static IEnumerable<(string Name, string Text)> Pairs(
        this IEnumerable<KeyValuePair<string, ImmutableArray<string>>> values
    ) => values.SelectMany(pair => pair.Value, (pair, text) => (pair.Key, text));

    public static IEnumerable<(string Name, string Text)> Pairs<T>(
        this IDictionary<string, T> values,
        Func<T, ImmutableArray<string>> texts
    ) => values.SelectMany(pair => texts(pair.Value), (pair, text) => (pair.Key, text));
}
