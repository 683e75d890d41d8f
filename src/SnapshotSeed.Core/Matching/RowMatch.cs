namespace SnapshotSeed.Matching;

/// <summary>How the rows of a file compare with a table. Rows are counted from 1, as they stand in the file.</summary>
/// <param name="Rows">Rows in the file.</param>
/// <param name="Present">Rows that are there; one that the file has twice is there once.</param>
/// <param name="Missing">The rows that are not there; null for all of them.</param>
/// <param name="Different">The rows that are there with other values.</param>
internal sealed record RowMatch(long Rows, long Present, long[]? Missing, long[] Different)
{
    /// <summary>The table is empty.</summary>
    public static RowMatch OfNone(long rows) => new(rows, 0, null, []);

    /// <summary>The rows that are there.</summary>
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

    /// <summary>How many are to be inserted.</summary>
    public long MissingCount => Missing?.Length ?? Rows;
}
