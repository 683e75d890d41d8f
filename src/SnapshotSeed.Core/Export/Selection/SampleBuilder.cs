using SnapshotSeed.Export.Plan;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Selection;

/// <summary>The one writer of a sample. Only whoever runs the plan has it; others return what they find.</summary>
internal sealed class SampleBuilder
{
    private readonly Dictionary<TableName, ChosenRows> chosen;

    public SampleBuilder(ExportPlan plan)
    {
        chosen = plan.Tables.ToDictionary(table => table.Name, _ => ChosenRows.None);
        Sample = new Sample(plan, chosen);
    }

    /// <summary>Shows the chosen rows as they are now.</summary>
    public Sample Sample { get; }

    public void Set(TableName table, ChosenRows rows) => chosen[table] = rows;
}
