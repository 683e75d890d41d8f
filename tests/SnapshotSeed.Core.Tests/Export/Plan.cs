using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Options;

namespace SnapshotSeed.Core.Tests.Export;

/// <summary>Plans of catalogs in one line, and their steps as text.</summary>
internal static class Plan
{
    public static ExportPlan Of(string notation, ExportOptions? options = null) =>
        ExportPlanner.Plan(CatalogNotation.Parse(notation), options ?? new ExportOptions());

    /// <summary>The steps of one kind as text, without its first word.</summary>
    public static IEnumerable<string> Steps<T>(this ExportPlan plan)
        where T : ExportStep => plan.Steps.OfType<T>().Select(step => step.ToString()![12..]);

    public static SampleRule Rule(this ExportPlan plan, string table) => plan.Rules[CatalogNotation.Name(table)];

    public static IEnumerable<string> TableNames(this ExportPlan plan) =>
        plan.Tables.Select(table => table.Name.ToString());
}
