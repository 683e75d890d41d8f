using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>Conditions on the rows <c>c</c> of a table, and the joins that they rest on.</summary>
internal sealed class RowFilter
{
    // Planning another join then takes longer than asking for values: it grows with a power of their number.
    private const int ManyJoins = 8;

    // Fewer rows are better reached from those that they reference, by an index.
    private const int MostJoinedRows = 1_000;

    private readonly List<Sql> joins = [];
    private readonly List<Sql> conditions = [];

    public bool IsEmpty => conditions.Count == 0;

    public bool HasJoins => joins.Count > 0;

    /// <summary>
    /// To about how many rows an index leads, among them all that pass, from those that they have to reference; null where
    /// none does.
    /// </summary>
    public double? Led { get; private set; }

    /// <summary>The conditions.</summary>
    public IReadOnlyList<Sql> Conditions => conditions;

    /// <summary>
    /// The share of rows that should pass, if references are spread evenly: how far it is worth looking, never what is
    /// found.
    /// </summary>
    public double ExpectedShare { get; private set; } = 1;

    /// <summary>As <see cref="ExpectedShare"/>, if all references that may be missing are.</summary>
    public double BestShare { get; private set; } = 1;

    /// <summary>Rows pass that meet all of some conditions.</summary>
    public static RowFilter Of(IEnumerable<Sql> conditions)
    {
        var filter = new RowFilter();
        filter.conditions.AddRange(conditions);
        return filter;
    }

    /// <summary>A FROM clause that has the rows <c>c</c>, with the joins behind it.</summary>
    public Sql WithJoins(Sql from) => Sql.Lines([from, .. joins]);

    /// <summary>And a condition.</summary>
    public void Require(Sql condition) => conditions.Add(condition);

    /// <summary>And the reference is missing, or what it leads to is chosen.</summary>
    public void RequireChosen(Table table, ForeignKey key, Table referenced, ChosenRows chosen)
    {
        var isMissing = key.IsMissing(table, (Sql)$"c");
        if (chosen.IsEmpty)
        {
            Require(isMissing);
            return;
        }

        var isChosen =
            key.IsTemporal ? ReferenceSql.OverlapsOnly(key, referenced, chosen)
            : Values(key, chosen) is { } values ? key.IsAmong(values)
            : Join(key, referenced, chosen);
        if (!key.IsTemporal && key.IsMandatory(table) && table.HasIndexOn(key.Columns))
            Led = Math.Min(Led ?? double.MaxValue, chosen.Count * Children(table, key, referenced));
        if (!key.IsTemporal)
            Expect(chosen.Count, referenced.EstimatedRows, !key.IsMandatory(table));
        Require(key.IsMandatory(table) ? isChosen : $"({isMissing} OR {isChosen})");
    }

    /// <summary>About how many rows reference one: one where a key is unique; very many where nothing is known.</summary>
    private static double Children(Table table, ForeignKey key, Table referenced) =>
        table.Keys.Any(unique => unique.Columns.All(key.Columns.Contains)) ? 1
        : table.EstimatedRows is > 0 and { } rows && referenced.EstimatedRows is > 0 and { } parents
            ? Math.Max(1, (double)rows / parents)
        : double.MaxValue;

    private KeyValues? Values(ForeignKey key, ChosenRows chosen) =>
        chosen.Count > MostJoinedRows || joins.Count >= ManyJoins ? KeyValues.For(key, chosen) : null;

    /// <summary>
    /// Joins rows of a referenced table to <c>c</c>, of which at most one matches since PostgreSQL lets a foreign key
    /// reference unique columns only. The planner turns it into an inner join where the condition is that one does. As
    /// a subquery under an OR it would cost it by the single row and choose the other joins accordingly: ten times as
    /// slow.
    /// </summary>
    /// <returns>The condition that one matches.</returns>
    private Sql Join(ForeignKey key, Table referenced, ChosenRows chosen)
    {
        Sql alias = $"p{joins.Count}";
        joins.Add(
            $"""
            LEFT JOIN {referenced.From(chosen, alias)}
                ON {key.Matches(alias, Sql (column) => $"c.{new Identifier(column)}")}
            """
        );
        return $"{alias}.tableoid IS NOT NULL";
    }

    /// <summary>
    /// Takes note of a condition: the row references one of the chosen rows, or half of the time nothing.
    /// </summary>
    private void Expect(long chosen, long? all, bool isOptional)
    {
        var share = Math.Min(1, all is > 0 ? (double)chosen / all.Value : 0.5);
        ExpectedShare *= isOptional ? (1 + share) / 2 : share;
        BestShare *= isOptional ? 1 : share;
    }
}
