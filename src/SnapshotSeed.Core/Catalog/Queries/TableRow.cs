using System.Collections.Immutable;

namespace SnapshotSeed.Catalog;

/// <summary>A table, whether an extension owns it, and the oids of those that it inherits from.</summary>
internal sealed record TableRow(Owned<Table> Table, bool IsOfExtension, ImmutableArray<uint> Parents);
