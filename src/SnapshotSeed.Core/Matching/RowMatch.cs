namespace SnapshotSeed.Matching;

/// <summary>Rows count from 1. One that the file has twice is present once. <c>Missing</c> is null for all.</summary>
internal sealed record RowMatch(long Rows, long Present, long[]? Missing, long[] Different)
{
    public static RowMatch OfNone(long rows) => new(rows, 0, null, []);

    public IEnumerable<long> There
    {
        get
        {
            var missing = Missing?.ToHashSet();
            for (var row = 1L; missing is not null && row <= Rows; row++)
            {
                if (!missing.Contains(row))
                    yield return row;
            }
        }
    }

    public long MissingCount => Missing?.Length ?? Rows;
}
