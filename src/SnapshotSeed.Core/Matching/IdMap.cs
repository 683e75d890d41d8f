using System.Collections.Immutable;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Matching;

/// <summary>The ids of the labels of a table's rows, where statements find them. They run under any search_path.</summary>
internal abstract record IdMap
{
    /// <summary>FROM item with the columns <c>label</c>, each label once, and <c>id</c>, NULL where it has none yet.</summary>
    public abstract Sql ByLabel { get; }

    /// <summary>FROM item with the columns <c>line</c>, the place of a row in its file from 1, and <c>id</c>.</summary>
    public abstract Sql ByLine { get; }
}

/// <summary>As parameters. A line is that of the file on which a row starts.</summary>
internal sealed record IdsInMemory(long[] Lines, string?[] Labels, string?[] Ids) : IdMap
{
    private readonly Lazy<Dictionary<long, string?>> byLine = new(() =>
        Lines.Zip(Ids).ToDictionary(pair => pair.First, pair => pair.Second)
    );

    // Grouped, the planner knows that no two are alike; else it would sort all texts instead of hashing them.
    public override Sql ByLabel =>
        $"""
            (
                SELECT m.label, pg_catalog.min(m.id) AS id
                FROM ROWS FROM (
                    pg_catalog.unnest({Parameter.Texts(Labels)}),
                    pg_catalog.unnest({Parameter.Texts(Ids)})) AS m (label, id)
                GROUP BY m.label
            )
            """;

    public override Sql ByLine =>
        $"(SELECT m.id, m.line FROM pg_catalog.unnest({Parameter.Texts(Ids)}) WITH ORDINALITY AS m (id, line))";

    /// <summary>The labels of rows that are left out.</summary>
    public ImmutableHashSet<string> LeftOut { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    public string? IdAt(long line) => byLine.Value.GetValueOrDefault(line);

    public IdsInMemory Without(IReadOnlySet<long> lines)
    {
        if (lines.Count == 0)
            return this;
        int[] kept = [.. Enumerable.Range(0, Lines.Length).Where(i => !lines.Contains(Lines[i]))];
        return new([.. kept.Select(i => Lines[i])], [.. kept.Select(i => Labels[i])], [.. kept.Select(i => Ids[i])])
        {
            LeftOut = LeftOut.Union(Labels.Where((_, i) => lines.Contains(Lines[i])).OfType<string>()),
        };
    }
}

/// <summary>In a temporary table with these columns.</summary>
internal sealed record IdsInTable(Sql Table) : IdMap
{
    public override Sql ByLabel => Table;

    public override Sql ByLine => Table;
}
