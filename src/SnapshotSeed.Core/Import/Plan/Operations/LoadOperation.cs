using SnapshotSeed.Results;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// One operation of a load plan. The closed set: <see cref="CheckKeys"/>, <see cref="CheckAbsent"/>, <see cref="CheckValues"/>, <see cref="SwitchTriggers"/>, <see cref="EmptyTables"/>, <see
/// cref="StageFiles"/>, <see cref="MatchRows"/>, <see cref="InsertRows"/>, <see cref="LookAgain"/>, <see cref="DropStages"/>, <see
/// cref="AdvanceSequences"/>, <see cref="AdvanceUnownedSequences"/>, <see cref="CheckDeferred"/>.
/// </summary>
internal abstract record LoadOperation
{
    /// <summary>What it does, as plans print it.</summary>
    public abstract string Name { get; }

    /// <summary>What exactly; null where the name says all.</summary>
    public virtual string? Detail => null;

    /// <summary>What it does it to, in order.</summary>
    public virtual IEnumerable<string> Subjects => [];

    /// <summary>It as callers see it.</summary>
    public PlannedOperation Planned => new(Name, Detail, [.. Subjects]);

    /// <inheritdoc/>
    public sealed override string ToString() => Planned.ToString();
}
