using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>A table, whether an extension owns it, and the oids of the tables that it inherits from.</summary>
internal sealed record TableEntry(Owned<Table> Table, bool IsOfExtension, ImmutableArray<uint> Parents);
