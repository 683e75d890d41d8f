using SnapshotSeed.Model;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>The ids of labels, by the table whose rows the labels name.</summary>
internal sealed class IdMaps
{
    private readonly Dictionary<TableName, IdMap> maps = [];

    /// <summary>The ids of a table's labels; null where they are no labels, or not known yet.</summary>
    public IdMap? this[TableName table]
    {
        get => maps.GetValueOrDefault(table);
        set => maps[table] = value!;
    }

    /// <summary>Rows that travel as parameters, with ids in the place of the labels of the table's own rows.</summary>
    /// <param name="load">The table.</param>
    /// <param name="rows">Its rows, in the columns of the load.</param>
    public TsvRows WithOwnIds(TableLoad load, TsvRows rows)
    {
        if (load.IdColumn is not { } column || this[load.Table.Name] is not IdsInMemory map)
            return rows;
        return rows.With(column, Array.ConvertAll(rows.Lines, map.IdAt));
    }
}
