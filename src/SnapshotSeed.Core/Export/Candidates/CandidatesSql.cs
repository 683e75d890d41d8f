using System.Globalization;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

/// <summary>Columns: tableoid, ctid, is open; for each key tableoid, ctid and is missing; covered values.</summary>
internal sealed class CandidatesSql(
    RowOrder order,
    IReadOnlyList<(ForeignKey Key, Table Referenced)> keys,
    IReadOnlyList<CoveredColumn> covered
)
{
    private const int ColumnsBefore = 3;
    private const int ColumnsOfAKey = 3;

    private readonly List<string> columns = [.. keys.SelectMany(pair => pair.Key.Columns).Distinct()];

    // Reused for each row that is read.
    private readonly List<(TableName, RowId)> references = [];
    private readonly List<ForeignKey> suspects = [];

    public bool FindsOnlyPlaces => keys.Count == 0 && covered.Count == 0;

    /// <summary>Each source selects <see cref="Of"/>. A row may come twice.</summary>
    public Sql ToSql(IEnumerable<Sql> sources) =>
        $"""
            SELECT {Sql.List([
                $"c.tableoid, c.ctid, c.is_open",
                .. keys.Select((pair, i) => Found(pair.Key, i)),
                Sql.When(covered.Count > 0, $"c.shows"),
            ])}
            FROM (
                {Sql.UnionAll(sources.Select(Sql (source) => $"({source})"))}
            ) c
            {LookUps}
            ORDER BY {order.ByKeys}
            """;

    /// <summary>The same columns for every table, whatever keys it has.</summary>
    public static Sql OfMembers(IEnumerable<Sql> members) =>
        $"""
            SELECT member, tableoid, ctid, is_open, found, suspects, shows
            FROM (
                {Sql.UnionAll(members)}
            ) c
            ORDER BY member, place
            """;

    /// <summary><paramref name="rows"/> selects <see cref="Of"/>. Parent rows come as text.</summary>
    public Sql OfMember(int member, Sql rows) =>
        $"""
            SELECT {Sql.List([
                $"{member} AS member, c.tableoid, c.ctid, c.is_open",
                $"{Sql.Concat(keys.Select(Sql (pair, i) => $"{FoundText(pair.Key, i)} || "))}'' AS found",
                $"{Sql.Concat(keys.Select(Sql (pair, i) => $"CASE WHEN {IsSuspect(pair.Key, i)} THEN '1' ELSE '0' END || "))}'' AS suspects",
                covered.Count > 0 ? (Sql)$"c.shows" : $"NULL::bigint[] AS shows",
                $"row_number() OVER (ORDER BY {order.ByKeys}) AS place",
            ])}
            FROM (
                {rows}
            ) c
            {LookUps}
            """;

    /// <summary>The columns that sources select of each row <c>c</c>.</summary>
    public Sql Of(Sql isOpen) =>
        Sql.List([
            $"c.tableoid, c.ctid, {order.AsKeys}",
            $"{isOpen} AS is_open",
            .. columns.Select(Sql (column, i) => $"c.{new Identifier(column)} AS f{i}"),
            .. keys.Select(
                Sql (pair, i) => Sql.When(!pair.Key.BindsAll(), $"{pair.Key.Binds((Sql)$"c")} AS is_bound{i}")
            ),
            Sql.When(covered.Count > 0, $"ARRAY[{Sql.List(covered.Select(column => column.Shown))}] AS shows"),
        ]);

    public static int ReadMember(NpgsqlDataReader reader) => reader.GetInt32(0);

    public FoundRow ReadOfMember(NpgsqlDataReader reader)
    {
        references.Clear();
        var found = reader.GetString(4).AsSpan();
        foreach (var range in found.Split(';'))
        {
            if (found[range] is not { IsEmpty: false } text)
                continue;
            var key = text[..text.IndexOf(' ')];
            references.Add((keys[Number(key)].Referenced.Name, RowId.Parse(text[(key.Length + 1)..])));
        }

        var flags = reader.GetString(5);
        return new(
            RowId.Read(reader, 1),
            [.. references],
            [.. keys.Where((_, i) => flags[i] == '1').Select(pair => pair.Key)],
            reader.GetBoolean(3)
        )
        {
            Shows = covered.Count == 0 ? [] : [.. reader.GetFieldValue<long?[]>(6)],
        };
    }

    public FoundRow Read(NpgsqlDataReader reader)
    {
        references.Clear();
        suspects.Clear();
        for (var i = 0; i < keys.Count; i++)
        {
            var (key, referenced) = keys[i];
            var column = ColumnsBefore + (ColumnsOfAKey * i);
            if (key.IsTemporal)
                references.AddRange(Places(reader, column).Select(place => (referenced.Name, place)));
            else if (!reader.IsDBNull(column))
                references.Add((referenced.Name, RowId.Read(reader, column)));
            if (reader.GetBoolean(column + 2))
                suspects.Add(key);
        }

        return new(RowId.Read(reader), [.. references], [.. suspects], reader.GetBoolean(2))
        {
            Shows =
                covered.Count == 0
                    ? []
                    : [.. reader.GetFieldValue<long?[]>(ColumnsBefore + (ColumnsOfAKey * keys.Count))],
        };
    }

    private Sql LookUps => Sql.Lines(keys.Select((pair, i) => LookUp(pair.Key, pair.Referenced, i)));

    private static int Number(ReadOnlySpan<char> text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<RowId> Places(NpgsqlDataReader reader, int column) =>
        reader.GetFieldValue<string[]>(column).Zip(reader.GetFieldValue<string[]>(column + 1), RowId.Parse);

    private Sql Found(ForeignKey key, int place)
    {
        Sql referenced = $"p{place}";
        return key.IsTemporal
            ? (Sql)$"{referenced}.partitions, {referenced}.tids, {IsSuspect(key, place)}"
            : $"{referenced}.tableoid, {referenced}.ctid, {IsSuspect(key, place)}";
    }

    /// <summary>As text: number of the key, tableoid, ctid and a semicolon for each parent row.</summary>
    private static Sql FoundText(ForeignKey key, int place)
    {
        Sql referenced = $"p{place}";
        if (!key.IsTemporal)
            return $"""
                CASE WHEN {referenced}.ctid IS NULL THEN ''
                    ELSE concat({place}, ' ', {referenced}.tableoid, ' ', {referenced}.ctid, ';') END
                """;
        return $"""
            coalesce((
                SELECT string_agg(concat({place}, ' ', f.partition, ' ', f.tid, ';'), '')
                FROM unnest({referenced}.partitions, {referenced}.tids) f (partition, tid)
            ), '')
            """;
    }

    private Sql IsSuspect(ForeignKey key, int place) =>
        key.IsTemporal ? IsGiven(key, place) : $"p{place}.ctid IS NULL AND {IsGiven(key, place)}";

    private Sql IsGiven(ForeignKey key, int place) =>
        Sql.All([Sql.Any(key.Columns.Select(Sql (column) => $"{Carried(column)} IS NOT NULL")), IsBound(key, place)]);

    private static Sql IsBound(ForeignKey key, int place) => Sql.When(!key.BindsAll(), $"c.is_bound{place}");

    private Sql LookUp(ForeignKey key, Table referenced, int place)
    {
        var matches = Sql.All([key.Matches((Sql)$"p", Carried), IsBound(key, place)]);
        Sql found = key.IsTemporal
            ? (Sql)
                $"""
                    SELECT coalesce(array_agg(p.tableoid::text), ARRAY[]::text[]) AS partitions,
                        coalesce(array_agg(p.ctid::text), ARRAY[]::text[]) AS tids
                    FROM {referenced.From()} p
                    WHERE {matches}
                    """
            : $"""
                SELECT p.tableoid, p.ctid
                FROM {referenced.From()} p
                WHERE {matches}{Sql.When(!referenced.ShowsPlaces(), $" LIMIT 1")}
                """;
        return $"""
            LEFT JOIN LATERAL (
                {found}
            ) p{place} ON true
            """;
    }

    private Sql Carried(string column) => $"c.f{columns.IndexOf(column)}";
}
