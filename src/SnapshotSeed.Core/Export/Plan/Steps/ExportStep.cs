using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// One step of a sampling plan. The closed set: <see cref="FindWholeTables"/>, <see cref="FindIncluded"/>, <see cref="FindCandidates"/>, <see cref="FindChildren"/>, <see
/// cref="ChooseRows"/>, <see cref="FindReferencing"/>, <see cref="FillRows"/>.
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
