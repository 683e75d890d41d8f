using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Matching;

/// <summary>Reads labels as ids, by joins to the ids of each table, in a row source with the alias <c>u</c>.</summary>
internal sealed class LabelsSql
{
    private readonly TableLoad load;
    private readonly Sql?[] texts;
    private readonly List<Sql> joins = [];
    private readonly List<(int Column, LabelSource Source, Sql Alias)> lookups = [];

    /// <summary>Unless <paramref name="ownIdsByLine"/>, own ids that are in memory stand in the rows already.</summary>
    public LabelsSql(TableLoad load, IdMaps ids, bool ownIdsByLine)
    {
        this.load = load;
        texts = new Sql?[load.Columns.Length];
        for (var i = 0; i < load.Columns.Length; i++)
        {
            if (load.Columns[i].Conversion is not { ReadsLabels: true } conversion)
                continue;
            if (!conversion.IsId)
                texts[i] = Read(i, conversion, ids);
            else if (ids[load.Table.Name] is not { } own)
                texts[i] = $"NULL::pg_catalog.text";
            else if (ownIdsByLine || own is IdsInTable)
            {
                joins.Add($"LEFT JOIN {own.ByLine} o ON o.line OPERATOR(pg_catalog.=) u.line");
                texts[i] = $"o.id";
            }
        }
    }

    public IReadOnlyList<Sql> Joins => joins;

    /// <summary>The text of a column: that of the file, or the id.</summary>
    public Sql Text(int column) => texts[column] ?? $"u.{FileRowsSql.Name(column)}";

    /// <summary>Condition: some label of the row has no id, so that nothing is known of the value yet.</summary>
    public Sql LacksId =>
        Sql.Any(
            lookups
                .Select(lookup => lookup.Column)
                .Distinct()
                .Select(Sql (column) => $"u.{FileRowsSql.Name(column)} IS NOT NULL AND {Text(column)} IS NULL")
        );

    public IEnumerable<LabelSource> SourcesOf(int column) =>
        lookups.Where(lookup => lookup.Column == column).Select(lookup => lookup.Source);

    public Sql IsLabelOf(LabelSource source) => source.Where is { } where ? IsMet(where) : (Sql)$"true";

    /// <summary>Condition: a label of a column is defined in the file of such a table.</summary>
    public Sql IsDefined(int column, LabelSource source) => $"{AliasOf(column, source)}.label IS NOT NULL";

    public Sql HasId(int column, LabelSource source) => $"{AliasOf(column, source)}.id IS NOT NULL";

    private Sql AliasOf(int column, LabelSource source) =>
        lookups.First(lookup => lookup.Column == column && lookup.Source == source).Alias;

    private Sql? Read(int column, ColumnConversion conversion, IdMaps ids)
    {
        var ownLookups = new List<(int Column, LabelSource Source, Sql Alias)>();
        foreach (var source in conversion.Labels)
        {
            if (ids[source.Table] is not { } map)
                continue;
            Sql alias = $"l{joins.Count}";
            joins.Add(
                $"LEFT JOIN {map.ByLabel} {alias} ON {alias}.label OPERATOR(pg_catalog.=) u.{FileRowsSql.Name(column)}"
            );
            ownLookups.Add((column, source, alias));
        }

        if (ownLookups.Count == 0)
            return null;
        lookups.AddRange(ownLookups);
        var found = ownLookups.ConvertAll(lookup =>
            lookup.Source.Where is { } where
                ? $"CASE WHEN {IsMet(where)} THEN {lookup.Alias}.id END"
                : (Sql)$"{lookup.Alias}.id"
        );
        var id = found is [var only] ? only : $"coalesce({Sql.List(found)})";
        return ownLookups.Exists(lookup => lookup.Source.Where is null)
            ? id
            : $"CASE WHEN {Sql.Any(ownLookups.Select(lookup => IsLabelOf(lookup.Source)))} THEN {id} ELSE u.{FileRowsSql.Name(column)} END";
    }

    // Labels need not be values of their columns' types.
    private Sql IsMet(RowCondition condition)
    {
        var shown = condition.Columns.Select(
            Sql (name) =>
            {
                var at = load.Columns.Select(column => column.Target.Name).ToList().IndexOf(name);
                var value =
                    at < 0 || load.Columns[at].Conversion is { ReadsLabels: true }
                        ? (Sql)$"NULL::{Sql.FromCatalog(load.Table.Column(name).BareType)}"
                        : ValueSql.Read($"u.{FileRowsSql.Name(at)}", load.Columns[at]);
                return $"{value} AS {new Identifier(name)}";
            }
        );
        return $"""
            coalesce((
                SELECT {Sql.FromCatalog(condition.Expression)}
                FROM (SELECT {Sql.List(shown)}) {new Identifier(condition.Table.Name)}
            ), false)
            """;
    }
}
