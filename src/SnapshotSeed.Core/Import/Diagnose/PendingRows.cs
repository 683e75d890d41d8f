using SnapshotSeed.Matching;
using SnapshotSeed.Options;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>The rows of a file that a statement writes: only they can be to blame for its failure.</summary>
/// <param name="All">The rows of the file whose values can be read.</param>
/// <param name="Inserted">The places of those that are missing in the target.</param>
/// <param name="Updated">The places of those that differ there and take the file's values.</param>
internal sealed record PendingRows(RowCheck All, long[] Inserted, long[] Updated)
{
    public TableLoad Load => All.Load;

    /// <summary>Those that are written.</summary>
    public RowCheck Written { get; } = All.At([.. Updated.Concat(Inserted).Order()]);

    public TsvRows InsertedRows => All.Rows.At(Inserted);

    public TsvRows UpdatedRows => All.Rows.At(Updated);

    /// <summary>Looks which rows are there.</summary>
    public static async Task<PendingRows> OfAsync(RowCheck all, CancellationToken cancellationToken)
    {
        if (all.Rows.Count == 0)
            return new(all, [], []);
        var found = await all.AskAsync(
            MatchSql.Match(all.Load, all.Source),
            reader => (Missing: reader.GetFieldValue<long[]>(1), Different: reader.GetFieldValue<long[]>(2)),
            cancellationToken
        );
        var (missing, different) = found is [var match] ? match : ([.. Range(all)], []);
        return new(all, missing, all.Load.Rule.OnConflict == ConflictMode.Update ? different : []);
    }

    private static IEnumerable<long> Range(RowCheck check) =>
        Enumerable.Range(1, check.Rows.Count).Select(place => (long)place);
}
