using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Plan;

/// <summary>
/// Rows come by the row key, else by created_at and then by all columns; the same on every machine. Text is ordered by
/// code points, because linguistic collations change with the operating system.
/// </summary>
internal sealed record RowOrder(ImmutableArray<OrderTerm> Terms, bool HasTies = false)
{
    // A query sorts by at most 1,664 columns, with the selected ones.
    private const int MostColumns = 50;

    // Types whose equal values have one text under the pinned settings.
    private static readonly ImmutableArray<string> WithOneText =
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

    /// <summary>Over the alias <c>c</c>.</summary>
    public Sql ByColumns => Sql.List(Terms.Select(Sql (term) => $"{term.Expression}{term.Suffix}"));

    /// <summary>The last term makes a text of each whole row, though few rows need it.</summary>
    public bool IsCostly => HasTies && Terms.Length > 1;

    /// <summary>Null if an index has the order, or no operator of PostgreSQL itself compares its values.</summary>
    public OrderTerm? Sorted { get; private init; }

    public Sql WithoutTies => Sql.List(Terms.SkipLast(1).Select(Sql (term) => $"{term.Expression}{term.Suffix}"));

    public Sql AsKeys => Sql.List(Terms.Select(Sql (term, i) => $"{term.Expression} AS k{i}"));

    public Sql ByKeys => Sql.List(Terms.Select(Sql (term, i) => $"k{i}{term.Suffix}"));

    /// <summary>The order of a table's file.</summary>
    public static RowOrder Of(Table table) =>
        table.RowKey is { } key
            ? new([.. key.Columns.Select(name => Term(table.Column(name)))])
            : Sorting(table, [.. table.StoredColumns.Where(IsCreation)]);

    /// <summary>The order in which rows are chosen; null if it is the order of the file.</summary>
    public static RowOrder? ForChoice(Table table, Order order) =>
        order.Kind switch
        {
            OrderKind.Newest => Newest(table, order.Argument),
            OrderKind.Random => Random(table, order.Argument!),
            _ => table.RowKey is null && Indexed(table) is { Count: > 0 } indexed ? WithoutKey(table, indexed) : null,
        };

    private static RowOrder Sorting(Table table, List<Column> first)
    {
        var order = WithoutKey(table, first);
        var leads = first.Concat(table.StoredColumns.Where(IsComparable)).FirstOrDefault();
        return leads is not null && HasOneText(leads) ? order with { Sorted = order.Terms[0] } : order;
    }

    private static RowOrder Newest(Table table, string? name)
    {
        var byKey = Of(table);
        var terms = byKey.Terms.Select(term => term with { Suffix = $"{term.Suffix} DESC" });
        if (table.StoredColumns.FirstOrDefault(column => column.Name == name) is { IsOrderable: true } column)
            terms = terms.Prepend(Descending(column));
        return byKey with { Terms = [.. terms], Sorted = null };
    }

    /// <summary>PostgreSQL reads an index backwards only if NULLs need not change their end.</summary>
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

    /// <summary>If a column has no order, or equal values have different texts, the row's text comes last.</summary>
    private static RowOrder WithoutKey(Table table, IEnumerable<Column> first)
    {
        var leading = first.ToList();
        var others = table.StoredColumns.Except(leading).Where(IsComparable).Take(MostColumns - leading.Count);
        var terms = leading.Concat(others).Select(Term).ToList();
        var isOrdered =
            terms.Count > 0 && terms.Count == table.StoredColumns.Count() && table.StoredColumns.All(HasOneText);
        return isOrdered ? new([.. terms]) : new([.. terms, TextOf(table.StoredColumns)], HasTies: true);
    }

    /// <summary>The leading columns of the first index in an order that does not depend on the machine.</summary>
    private static List<Column> Indexed(Table table) =>
        table
            .Indexes.Select(index => index.Select(table.Column).TakeWhile(IsAsIndexed).ToList())
            .FirstOrDefault(columns => columns.Count > 0, []);

    private static bool IsAsIndexed(Column column) =>
        IsComparable(column) && column is { HasLinguisticOrder: false, IsGenerated: false };

    private static bool IsComparable(Column column) => column is { IsOrderable: true, HasHiddenCollation: false };

    private static bool HasOneText(Column column) =>
        !column.IsDomain && !column.HasHiddenCollation && WithOneText.Any(type => IsOf(column.Type, type));

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
