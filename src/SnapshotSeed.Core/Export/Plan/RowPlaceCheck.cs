using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

/// <summary>
/// Whether rows can be told apart and found again within one snapshot of the database: by their places, which PostgreSQL's
/// own heap has, or else by a key.
/// </summary>
internal static class RowPlaceCheck
{
    /// <exception cref="SnapshotSeedException">Those of a table cannot.</exception>
    public static void Check(ImmutableArray<Table> tables)
    {
        var problems = tables.Select(Problem).OfType<string>().ToList();
        if (problems.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "rows of some tables cannot be told apart",
                problems,
                $"Leave the tables out with {Setting.Exclude}, and with them the rows that reference theirs; or give a table "
                    + $"that has none a primary key."
            );
    }

    private static string? Problem(Table table) =>
        table.IsDistributed ? $"{table.Name}: a distributed table, whose rows live on other servers"
        : table is { Storage: { } storage, RowKey: null }
            ? $"{table.Name}: stored by {storage}, which need not tell where a row is, and without a primary key"
        : null;
}
