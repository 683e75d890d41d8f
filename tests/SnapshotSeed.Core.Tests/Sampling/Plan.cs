using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Sampling;

namespace SnapshotSeed.Core.Tests.Sampling;

/// <summary>Plans of catalogs in one line, and their steps as text.</summary>
internal static class Plan
{
    public static SamplingPlan Of(string notation, ExportOptions? options = null) =>
        SamplingPlanner.Plan(CatalogNotation.Parse(notation), options ?? new ExportOptions());

    /// <summary>The steps of one kind as text, without its first word.</summary>
    public static IEnumerable<string> Steps<T>(this SamplingPlan plan)
        where T : SamplingStep => plan.Steps.OfType<T>().Select(step => step.ToString()![12..]);

    public static SampleRule Rule(this SamplingPlan plan, string table) => plan.Rules[CatalogNotation.Name(table)];

    public static IEnumerable<string> TableNames(this SamplingPlan plan) =>
        plan.Tables.Select(table => table.Name.ToString());
}
