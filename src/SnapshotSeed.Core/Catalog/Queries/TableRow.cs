namespace SnapshotSeed.Catalog;

/// <summary>A table, and whether an extension owns it.</summary>
internal sealed record TableRow(Owned<Table> Table, bool IsOfExtension);
