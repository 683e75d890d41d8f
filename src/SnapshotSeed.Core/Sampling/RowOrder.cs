using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>
/// An order of a table's rows: by its row key, else by created_at and then by all columns. The same on every machine:
/// text is ordered by code points, because linguistic collations change with the operating system; and as text what
/// orders its texts by such a collation inside.
/// </summary>
/// <param name="Terms">What to order by.</param>
/// <param name="HasTies">Whether the last of them only breaks ties, and is made of the whole row.</param>
internal sealed record RowOrder(ImmutableArray<OrderTerm> Terms, bool HasTies = false)
{
    // A query sorts by at most 1,664 columns, those that it selects included.
    private const int MostColumns = 50;

    private static readonly Sql CodePoints = $" COLLATE pg_catalog.\"C\"";

    /// <summary>ORDER BY list over the alias <c>c</c>.</summary>
    public Sql ByColumns => Sql.List(Terms.Select(Sql (term) => $"{term.Expression}{term.Suffix}"));

    /// <summary>Whether a term is made of whole rows where most of them need not be compared by it.</summary>
    public bool IsCostly => HasTies && Terms.Length > 1;

    /// <summary>ORDER BY list over the alias <c>c</c> without what only breaks ties.</summary>
    public Sql WithoutTies => Sql.List(Terms.SkipLast(1).Select(Sql (term) => $"{term.Expression}{term.Suffix}"));

    /// <summary>SELECT list that carries the terms out of a subquery, as k0, k1, …</summary>
    public Sql AsKeys => Sql.List(Terms.Select(Sql (term, i) => $"{term.Expression} AS k{i}"));

    /// <summary>ORDER BY list over k0, k1, …</summary>
    public Sql ByKeys => Sql.List(Terms.Select(Sql (term, i) => $"k{i}{term.Suffix}"));

    public static RowOrder Of(Table table)
    {
        if (table.RowKey is { } key)
            return new([.. key.Columns.Select(name => Term(table.Column(name)))]);

        var creation = table
            .StoredColumns.Where(column =>
                column.Name == "created_at" && column.Type.StartsWith("timestamp", StringComparison.Ordinal)
            )
            .ToList();
        var others = table
            .StoredColumns.Except(creation)
            .Where(column => column is { IsOrderable: true, HasHiddenCollation: false })
            .Take(MostColumns);

        // Last the row as text, for columns without an order and for values that are equal but spelt differently.
        return new([.. creation.Concat(others).Select(Term), TextOf(table.StoredColumns)], HasTies: true);
    }

    private static OrderTerm Term(Column column) =>
        column.HasHiddenCollation
            ? TextOf([column])
            : new($"c.{column}", Sql.When(column.HasLinguisticOrder, CodePoints));

    private static OrderTerm TextOf(IEnumerable<Column> columns) =>
        new($"concat(ROW({Sql.Columns((Sql)$"c", columns.Select(column => column.Name))}))", CodePoints);
}
