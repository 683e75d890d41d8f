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
    public override string ToString() => $"triggers  {(On ? "on" : "off")}: {string.Join(", ", Tables)}";
}
