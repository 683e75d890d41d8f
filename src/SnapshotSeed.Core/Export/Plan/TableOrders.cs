using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Export.Plan;

internal sealed record TableOrders(RowOrder Choice, RowOrder File)
{
    /// <summary>Whether rows can be chosen as they are read.</summary>
    public bool AreOne => ReferenceEquals(Choice, File);

    public static TableOrders Of(Table table, Order choice)
    {
        var file = RowOrder.Of(table);
        return new(RowOrder.ForChoice(table, choice) ?? file, file);
    }
}
