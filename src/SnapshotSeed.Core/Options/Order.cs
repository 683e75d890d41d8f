namespace SnapshotSeed.Options;

/// <summary>Which rows of a table an export prefers when it cannot take all. The order within the files stays by key.</summary>
public sealed record Order
{
    private Order(OrderKind kind, string? argument = null) => (Kind, Argument) = (kind, argument);

    /// <summary>By key, the default. A table without a key goes by an index, or else by the columns that can be sorted.</summary>
    public static Order Key { get; } = new(OrderKind.Key);

    /// <summary>
    /// By key, but first the rows with a value that no other chosen row has: of enums, flags and the columns in conditions
    /// of virtual foreign keys, of columns with up to 20 different values among the candidates, and NULL or not.
    /// </summary>
    public static Order Coverage { get; } = new(OrderKind.Coverage);

    internal OrderKind Kind { get; }

    /// <summary>The column of <see cref="Newest"/>, or null for the key; the seed of <see cref="Random"/>.</summary>
    internal string? Argument { get; }

    /// <summary>The largest key first. A table that has the column is sorted by it instead, NULL last.</summary>
    /// <param name="column">A column such as <c>created_at</c>, or null (the default) for the key alone.</param>
    public static Order Newest(string? column = null) => new(OrderKind.Newest, column);

    /// <summary>
    /// Random, but the same for the same seed and data on every server: by a hash of seed and key. It reads every row of a
    /// table.
    /// </summary>
    /// <param name="seed">Any text that is not empty.</param>
    /// <exception cref="ArgumentException">The seed is empty.</exception>
    public static Order Random(string seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(seed);
        return new(OrderKind.Random, seed);
    }

    /// <summary>Reads <c>key</c>, <c>newest</c>, <c>newest:COLUMN</c>, <c>random:SEED</c> or <c>coverage</c>.</summary>
    /// <exception cref="FormatException">The text has none of these forms.</exception>
    internal static Order Parse(string text) =>
        text.Split(':', 2) switch
        {
            ["key"] => Key,
            ["coverage"] => Coverage,
            ["newest"] => Newest(),
            ["newest", { Length: > 0 } column] => Newest(column),
            ["random", { Length: > 0 } seed] => Random(seed),
            _ => throw new FormatException("key, newest, newest:COLUMN, random:SEED or coverage"),
        };

    /// <summary>Reads as on the command line: <c>newest:created_at</c>.</summary>
    public override string ToString() =>
        Argument is null ? Kind.ToString().ToLowerInvariant() : $"{Kind.ToString().ToLowerInvariant()}:{Argument}";
}
