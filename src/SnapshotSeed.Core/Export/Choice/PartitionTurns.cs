using SnapshotSeed.Export.Plan;

namespace SnapshotSeed.Export.Choice;

/// <summary>Counts the chosen rows of each partition of a table.</summary>
internal sealed class PartitionTurns
{
    private readonly Dictionary<uint, int> chosen = [];
    private readonly List<List<Candidate>> byPartition;

    private PartitionTurns(bool isEven, List<List<Candidate>> byPartition) =>
        (IsEven, this.byPartition) = (isEven, byPartition);

    /// <summary>Whether each partition gives as many rows as the others.</summary>
    public bool IsEven { get; }

    /// <summary>The candidates of each partition that has some, in the order of bounds.</summary>
    public IEnumerable<IReadOnlyList<Candidate>> ByPartition => byPartition;

    /// <summary>Null where partitions do not count.</summary>
    public static PartitionTurns? Of(PartitionSpread? spread, IReadOnlyList<Candidate> candidates)
    {
        if (spread is null)
            return null;
        var rows = candidates.Where(row => row.IsOpen).GroupBy(row => row.Row.Partition).ToDictionary(of => of.Key);
        return new(
            spread.IsEven,
            [
                .. spread
                    .Partitions.Where(partition => rows.ContainsKey(partition.Oid))
                    .Select(partition => rows[partition.Oid].ToList()),
            ]
        );
    }

    /// <summary>Whether the partition of a row has fewer chosen rows than its share of some rows.</summary>
    public bool IsBehind(Candidate row, long target) =>
        chosen.GetValueOrDefault(row.Row.Partition) * byPartition.Count < target;

    /// <summary>Counts a row that was chosen.</summary>
    public void Note(Candidate row) => chosen[row.Row.Partition] = chosen.GetValueOrDefault(row.Row.Partition) + 1;
}
