using SnapshotSeed.Problems;

namespace SnapshotSeed.Options;

/// <summary>Which rows of a table come first where not all can be had. The order of the files does not depend on it.</summary>
internal sealed record ChoiceOrder
{
    private ChoiceOrder(ChoiceOrderKind kind, string? argument = null) => (Kind, Argument) = (kind, argument);

    /// <summary>By key, the default; without one by an index, else by the columns that can be ordered.</summary>
    public static ChoiceOrder Key { get; } = new(ChoiceOrderKind.Key);

    internal ChoiceOrderKind Kind { get; }

    /// <summary>The column of <see cref="Newest"/>, or null for the key; the seed of <see cref="Random"/>.</summary>
    internal string? Argument { get; }

    /// <summary>By key, or by a column of that name where a table has one, the largest first and NULL last.</summary>
    /// <param name="column">The column, for example <c>created_at</c>.</param>
    public static ChoiceOrder Newest(string? column = null) => new(ChoiceOrderKind.Newest, column);

    /// <summary>
    /// As if by chance, but the same for the same seed and data on every server: by a hash of seed and key. Reads every
    /// row of a table to find the first ones.
    /// </summary>
    /// <param name="seed">Any text.</param>
    public static ChoiceOrder Random(string seed) => new(ChoiceOrderKind.Random, seed);

    /// <summary>
    /// By key, but first those that show a value that no other chosen row shows: of enums, flags and what the conditions of
    /// virtual references tell rows apart by, of columns with up to 20 different values among the candidates, and whether
    /// a column is NULL.
    /// </summary>
    public static ChoiceOrder Coverage { get; } = new(ChoiceOrderKind.Coverage);

    /// <summary>
    /// Reads <c>key</c>, <c>newest</c>, <c>newest:COLUMN</c>, <c>random:SEED</c> or <c>coverage</c>.
    /// </summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static ChoiceOrder Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(':', 2) switch
        {
            ["key"] => Key,
            ["coverage"] => Coverage,
            ["newest"] => Newest(),
            ["newest", { Length: > 0 } column] => Newest(column),
            ["random", { Length: > 0 } seed] => Random(seed),
            _ => throw new FormatException($"{text} is none of key, newest, newest:COLUMN, random:SEED, coverage"),
        };
    }

    /// <summary>The same for an option.</summary>
    /// <exception cref="SnapshotSeedException">It is none of these.</exception>
    public static ChoiceOrder Parse(string text, Setting setting)
    {
        try
        {
            return Parse(text);
        }
        catch (FormatException e)
        {
            throw new SnapshotSeedException(
                $"{setting}: {e.Message}",
                $"For example: {setting} newest:created_at.",
                FailureKind.WrongUsage
            );
        }
    }

    /// <summary>As <see cref="Parse(string)"/> reads it.</summary>
    public override string ToString() =>
        Argument is null ? $"{Kind.ToString().ToLowerInvariant()}" : $"{Kind.ToString().ToLowerInvariant()}:{Argument}";
}
