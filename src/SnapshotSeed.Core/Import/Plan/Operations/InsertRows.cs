using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Matching;
using SnapshotSeed.Options;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Inserts what is missing into one table, or into all tables of a cycle, by one statement.</summary>
internal sealed record InsertRows(Component Component, ImmutableArray<TableLoad> Tables) : LoadOperation
{
    private bool Updates => Tables.Any(load => load.Rule.OnConflict == ConflictMode.Update);

    /// <summary>Whether INSERT rules have to run, which they do only for an INSERT that stands alone.</summary>
    internal bool HasRules => Tables.Any(load => load.Table.HasInsertRules);

    public override string Name => Updates ? "upsert" : "insert";

    public override string? Detail => Tables.Length > 1 ? "in one statement" : null;

    public override IEnumerable<string> Subjects => [Component.ToString()];
}
