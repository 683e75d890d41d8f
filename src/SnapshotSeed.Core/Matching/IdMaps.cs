using SnapshotSeed.Model;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>The ids of labels, by the table whose rows the labels name.</summary>
internal sealed class IdMaps
{
    private readonly Dictionary<TableName, IdMap> maps = [];

    /// <summary>Null where the table has no labels, or their ids are not known yet.</summary>
    public IdMap? this[TableName table]
    {
        get => maps.GetValueOrDefault(table);
        set => maps[table] = value!;
    }

    /// <summary>With ids in the place of the labels of the table's own rows, where those are in memory.</summary>
    public TsvRows WithOwnIds(TableLoad load, TsvRows rows)
    {
        if (load.IdColumn is not { } column || this[load.Table.Name] is not IdsInMemory map)
            return rows;
        return rows.With(column, Array.ConvertAll(rows.Lines, map.IdAt));
    }
}
