using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// One step of an export: what <c>plan</c> prints is the object that runs. The closed set, in the order of a plan: <see
/// cref="FindWholeTables"/>, <see cref="FindIncluded"/>, <see cref="FindCandidates"/>, <see cref="FindChildren"/>, <see
/// cref="ChooseRows"/>, <see cref="FindReferencing"/>, and last the <see cref="ScheduledStep"/>s.
/// </summary>
internal abstract record ExportStep
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
