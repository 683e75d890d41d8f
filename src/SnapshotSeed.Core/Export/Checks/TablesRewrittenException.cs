using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Checks;

/// <summary>Tables were rewritten before the export could lock them. A later snapshot shows their rows.</summary>
internal sealed class TablesRewrittenException(ImmutableArray<TableName> tables) : Exception
{
    public override string Message => string.Join(", ", tables);
}
