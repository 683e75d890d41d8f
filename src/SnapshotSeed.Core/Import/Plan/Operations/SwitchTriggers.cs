using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// Switches the users' own triggers on tables off, or those on again that were switched off. Triggers that are PostgreSQL's
/// own, such as those of foreign keys, stay on.
/// </summary>
/// <param name="Tables">The tables.</param>
/// <param name="On">Whether they are switched on again.</param>
internal sealed record SwitchTriggers(ImmutableArray<TableName> Tables, bool On) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "triggers";

    /// <inheritdoc/>
    public override string? Detail => On ? "on" : "off";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.Select(table => table.ToString());
}
