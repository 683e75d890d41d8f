using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Eligibility;

/// <summary>Conditions on the rows <c>c</c> of a table, and the joins that the conditions use.</summary>
internal sealed class RowFilter
{
    // From here on values are faster than another join: the time to plan grows with a power of the number of joins.
    private const int ManyJoins = 8;

    // Fewer rows are found faster from their parent rows, by an index.
    private const int MostJoinedRows = 1_000;

    private readonly List<Requirement> requirements = [];

    public bool IsEmpty => requirements.Count == 0;

    public bool HasJoins => Joins.Any();

    /// <summary>About how many rows an index finds from mandatory parent rows; null without such an index.</summary>
    public double? Led { get; private set; }

    public IEnumerable<Sql> Conditions => requirements.Select(requirement => requirement.Condition);

    /// <summary>If references are spread evenly. It decides how far a search looks, never what it finds.</summary>
    public double ExpectedShare { get; private set; } = 1;

    /// <summary>The same if all optional references are NULL.</summary>
    public double BestShare { get; private set; } = 1;

    public static RowFilter Of(IEnumerable<Sql> conditions)
    {
        var filter = new RowFilter();
        foreach (var condition in conditions)
            filter.Require(condition);
        return filter;
    }

    /// <summary>One condition for columns of one index, which tells the entries that meet all; else null.</summary>
    public RowFilter? ByIndex(Table table)
    {
        var held = table
            .Indexes.Where(index =>
                requirements.Exists(requirement => requirement.Key is { } key && Table.Leads(index, key.Columns))
            )
            .Select(index => requirements.FindAll(requirement => requirement.Key?.Columns.All(index.Contains) == true))
            .MaxBy(found => found.Count);
        if (held is not { Count: > 1 } || !table.Conditions.IsEmpty)
            return null;
        var columns = Sql.Columns((Sql)$"c", held.SelectMany(requirement => requirement.Key!.Columns).Distinct());
        var filter = new RowFilter
        {
            Led = Led,
            ExpectedShare = ExpectedShare,
            BestShare = BestShare,
        };
        filter.requirements.AddRange(requirements.Except(held));
        filter.Require(
            $"""
            ({columns}) OPERATOR(pg_catalog.=) ANY (
                SELECT {columns}
                {Sql.Lines([$"FROM {table.From()} c", .. held.Select(requirement => requirement.Join)])}
                WHERE {Sql.All(held.Select(requirement => requirement.Condition))}
                OFFSET 0
            )
            """
        );
        return filter;
    }

    public Sql WithJoins(Sql from) => Sql.Lines([from, .. Joins]);

    public void Require(Sql condition) => requirements.Add(new(condition, Sql.Empty, null));

    /// <summary>A NULL reference passes, too.</summary>
    public void RequireChosen(Table table, ForeignKey key, Table referenced, ChosenRows chosen)
    {
        var isMissing = key.IsMissing(table, (Sql)$"c");
        if (chosen.IsEmpty)
        {
            Require(isMissing);
            return;
        }

        var isMandatory = key.IsMandatory(table);
        var (isChosen, join) =
            key.IsTemporal ? (ReferenceConditions.OverlapsOnly(key, referenced, chosen), Sql.Empty)
            : Values(key, chosen) is { } values ? (key.IsAmong(values), Sql.Empty)
            : Join(key, referenced, chosen);
        if (!key.IsTemporal && isMandatory && table.HasIndexOn(key.Columns))
            Led = Math.Min(Led ?? double.MaxValue, chosen.Count * Children(table, key, referenced));
        if (!key.IsTemporal)
            Expect(chosen.Count, referenced.EstimatedRows, !isMandatory);
        var isLookedUp =
            isMandatory && !key.IsTemporal && key.Columns.All(name => KeyValues.CanHold(table.Column(name)));
        requirements.Add(new(isMandatory ? isChosen : $"({isMissing} OR {isChosen})", join, isLookedUp ? key : null));
    }

    /// <summary>One if the key is unique, very many if nothing is known.</summary>
    private static double Children(Table table, ForeignKey key, Table referenced) =>
        table.Keys.Any(unique => unique.Columns.All(key.Columns.Contains)) ? 1
        : table.EstimatedRows is > 0 and { } rows && referenced.EstimatedRows is > 0 and { } parents
            ? Math.Max(1, (double)rows / parents)
        : double.MaxValue;

    private IEnumerable<Sql> Joins => requirements.Select(requirement => requirement.Join).Where(join => !join.IsEmpty);

    private KeyValues? Values(ForeignKey key, ChosenRows chosen) =>
        chosen.Count > MostJoinedRows || Joins.Count() >= ManyJoins ? KeyValues.For(key, chosen) : null;

    /// <summary>
    /// At most one row matches, since a foreign key references unique columns only. As a subquery under an OR the
    /// planner would cost it by the single row and choose the other joins accordingly: ten times as slow.
    /// </summary>
    private (Sql Condition, Sql Join) Join(ForeignKey key, Table referenced, ChosenRows chosen)
    {
        Sql alias = $"p{Joins.Count()}";
        return (
            $"{alias}.tableoid IS NOT NULL",
            $"""
            LEFT JOIN {referenced.From(chosen, alias)}
                ON {key.Matches(alias, Sql (column) => $"c.{new Identifier(column)}")}
            """
        );
    }

    /// <summary>An optional one is taken to be NULL in half of the rows.</summary>
    private void Expect(long chosen, long? all, bool isOptional)
    {
        var share = Math.Min(1, all is > 0 ? (double)chosen / all.Value : 0.5);
        ExpectedShare *= isOptional ? (1 + share) / 2 : share;
        BestShare *= isOptional ? 1 : share;
    }

    /// <summary>The key is set if it is mandatory, and equal values of its columns have one text.</summary>
    private sealed record Requirement(Sql Condition, Sql Join, ForeignKey? Key);
}
