using SnapshotSeed.Results;

namespace SnapshotSeed.Import.Plan.Operations;

internal abstract record LoadOperation
{
    /// <summary>What it does, as plans print it.</summary>
    public abstract string Name { get; }

    public virtual string? Detail => null;

    public virtual IEnumerable<string> Subjects => [];

    public PlannedOperation Planned => new(Name, Detail, [.. Subjects]);

    public sealed override string ToString() => Planned.ToString();
}
