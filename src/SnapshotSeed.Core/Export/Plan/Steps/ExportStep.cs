using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// What <c>plan</c> prints is the object that runs. In the order of a plan: <see cref="FindWholeTables"/>, <see
/// cref="FindIncluded"/>, <see cref="FindCandidates"/>, <see cref="FindValues"/>, <see cref="FindChildren"/>, <see
/// cref="ChooseRows"/>, <see cref="FindReferencing"/>, and last the <see cref="ScheduledStep"/>s.
/// </summary>
internal abstract record ExportStep
{
    public abstract string Name { get; }

    /// <summary>Null where the name says all.</summary>
    public virtual string? Detail => null;

    public virtual IEnumerable<string> Subjects => [];

    public PlannedOperation Planned => new(Name, Detail, [.. Subjects]);

    public sealed override string ToString() => Planned.ToString();
}
