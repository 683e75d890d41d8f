using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Plan;

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

    // Types whose equal values have one text, under settings that are pinned.
    private static readonly ImmutableArray<string> SpeltOneWay =
    [
        "smallint",
        "integer",
        "bigint",
        "boolean",
        "uuid",
        "text",
        "character varying",
        "date",
        "timestamp with time zone",
        "timestamp without time zone",
    ];

    private static readonly Sql CodePoints = $" COLLATE pg_catalog.\"C\"";

    /// <summary>ORDER BY list over the alias <c>c</c>.</summary>
    public Sql ByColumns => Sql.List(Terms.Select(Sql (term) => $"{term.Expression}{term.Suffix}"));

    /// <summary>Whether a term is made of whole rows where most of them need not be compared by it.</summary>
    public bool IsCostly => HasTies && Terms.Length > 1;

    /// <summary>
    /// The term that comes first, where rows have to be sorted and two of its values compare by an operator of PostgreSQL's
    /// own; else null.
    /// </summary>
    public OrderTerm? Sorted { get; private init; }

    /// <summary>ORDER BY list over the alias <c>c</c> without what only breaks ties.</summary>
    public Sql WithoutTies => Sql.List(Terms.SkipLast(1).Select(Sql (term) => $"{term.Expression}{term.Suffix}"));

    /// <summary>SELECT list that carries the terms out of a subquery, as k0, k1, …</summary>
    public Sql AsKeys => Sql.List(Terms.Select(Sql (term, i) => $"{term.Expression} AS k{i}"));

    /// <summary>ORDER BY list over k0, k1, …</summary>
    public Sql ByKeys => Sql.List(Terms.Select(Sql (term, i) => $"k{i}{term.Suffix}"));

    /// <summary>The order of a table's file.</summary>
    public static RowOrder Of(Table table) =>
        table.RowKey is { } key
            ? new([.. key.Columns.Select(name => Term(table.Column(name)))])
            : Sorting(table, [.. table.StoredColumns.Where(IsCreation)]);

    /// <summary>The order in which rows are chosen, where it is another one than the file's.</summary>
    public static RowOrder? ForChoice(Table table, ChoiceOrder order) =>
        order.Kind switch
        {
            ChoiceOrderKind.Newest => Newest(table, order.Argument),
            ChoiceOrderKind.Random => Random(table, order.Argument!),
            _ => table.RowKey is null && Indexed(table) is { Count: > 0 } indexed ? WithoutKey(table, indexed) : null,
        };

    private static RowOrder Sorting(Table table, List<Column> first)
    {
        var order = WithoutKey(table, first);
        var leads = first.Concat(table.StoredColumns.Where(IsComparable)).FirstOrDefault();
        return leads is not null && IsSpeltOneWay(leads) ? order with { Sorted = order.Terms[0] } : order;
    }

    private static RowOrder Newest(Table table, string? name)
    {
        var byKey = Of(table);
        var terms = byKey.Terms.Select(term => term with { Suffix = $"{term.Suffix} DESC" });
        if (table.StoredColumns.FirstOrDefault(column => column.Name == name) is { IsOrderable: true } column)
            terms = terms.Prepend(Descending(column));
        return byKey with { Terms = [.. terms], Sorted = null };
    }

    /// <summary>An index is read backwards only where no NULLs would have to change their end.</summary>
    private static OrderTerm Descending(Column column)
    {
        var term = Term(column);
        return term with { Suffix = $"{term.Suffix} DESC{Sql.When(column.IsNullable, $" NULLS LAST")}" };
    }

    private static RowOrder Random(Table table, string seed)
    {
        var byKey = Of(table);
        var columns = table.RowKey?.Columns.Select(table.Column) ?? table.StoredColumns;
        var hash = new OrderTerm(
            $"pg_catalog.md5(concat({Sql.Literal(seed)}, {TextOf(columns).Expression}))",
            CodePoints
        );
        return byKey with { Terms = [hash, .. byKey.Terms], Sorted = null };
    }

    /// <summary>
    /// By some columns first, then by all that can be ordered, and last by the row as text where there are columns
    /// without an order, or values may be equal and spelt differently.
    /// </summary>
    private static RowOrder WithoutKey(Table table, IEnumerable<Column> first)
    {
        var leading = first.ToList();
        var others = table.StoredColumns.Except(leading).Where(IsComparable).Take(MostColumns - leading.Count);
        var terms = leading.Concat(others).Select(Term).ToList();
        var isOrdered =
            terms.Count > 0 && terms.Count == table.StoredColumns.Count() && table.StoredColumns.All(IsSpeltOneWay);
        return isOrdered ? new([.. terms]) : new([.. terms, TextOf(table.StoredColumns)], HasTies: true);
    }

    /// <summary>The columns of the first index that has the rows in an order of ours.</summary>
    private static List<Column> Indexed(Table table) =>
        table
            .Indexes.Select(index => index.Select(table.Column).TakeWhile(IsAsIndexed).ToList())
            .FirstOrDefault(columns => columns.Count > 0, []);

    private static bool IsAsIndexed(Column column) =>
        IsComparable(column) && column is { HasLinguisticOrder: false, IsGenerated: false };

    private static bool IsComparable(Column column) => column is { IsOrderable: true, HasHiddenCollation: false };

    private static bool IsSpeltOneWay(Column column) =>
        !column.IsDomain && !column.HasHiddenCollation && SpeltOneWay.Any(type => IsOf(column.Type, type));

    // With or without a length or precision.
    private static bool IsOf(string type, string name) =>
        type == name || type.StartsWith($"{name}(", StringComparison.Ordinal);

    private static bool IsCreation(Column column) =>
        column.Name == "created_at" && column.Type.StartsWith("timestamp", StringComparison.Ordinal);

    private static OrderTerm Term(Column column) =>
        column.HasHiddenCollation
            ? TextOf([column])
            : new($"c.{column}", Sql.When(column.HasLinguisticOrder, CodePoints));

    private static OrderTerm TextOf(IEnumerable<Column> columns) =>
        new($"concat(ROW({Sql.Columns((Sql)$"c", columns.Select(column => column.Name))}))", CodePoints);
}
