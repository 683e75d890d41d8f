using SnapshotSeed.IntegrationTests.Laws.Schemas;
using SnapshotSeed.IntegrationTests.Snapshots;

namespace SnapshotSeed.IntegrationTests.Laws;

/// <summary>
/// A folder read with the knowledge of what was made up: how keys may be spelt, what generated columns hold, which rows
/// a key binds.
/// </summary>
internal sealed class ModelReading(Schemas.Database database, Server server) : IReading
{
    private readonly Dictionary<string, Table> tables = database.Tables.ToDictionary(NameOf);

    public static string NameOf(Table table) => FolderContent.NameOf(table.Schema, table.Name);

    public string? Value(FolderTable table, string?[] record, string column)
    {
        var known = tables[table.Name].Column(column);
        var text = record[Array.IndexOf(table.Columns, known.CopyOf ?? column)];
        return text is null || known.KeyType is null ? text : known.KeyType.On(server).Canonical(text);
    }

    public bool Binds(FolderTable table, string?[] record, FolderForeignKey key)
    {
        var known = tables[table.Name];
        if (known.References.SingleOrDefault(reference => reference.Name == key.Name)?.OnlyIn is not { } name)
            return true;
        var type = known.Column(known.Partitioning!.Column).KeyType!;
        var held = known
            .Partitioning.Partitions.Single(partition => partition.Name == name)
            .Numbers.Select(number => type.Spellings(number)[0]);
        return held.Contains(record[Array.IndexOf(table.Columns, known.Partitioning.Column)]);
    }
}
