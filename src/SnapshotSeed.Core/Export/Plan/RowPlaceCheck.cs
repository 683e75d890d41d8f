using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

/// <summary>Rows must be found again within one snapshot: by ctid, as in PostgreSQL's own heap, or by a key.</summary>
internal static class RowPlaceCheck
{
    public static void Check(ImmutableArray<Table> tables)
    {
        var problems = tables.Select(Problem).OfType<string>().ToList();
        if (problems.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "cannot identify the rows of some tables",
                problems,
                $"Exclude the tables with {Setting.Exclude}, which also excludes the rows that reference theirs. Or "
                    + $"add a primary key."
            );
    }

    private static string? Problem(Table table) =>
        table.IsDistributed ? $"{table.Name}: distributed table; its rows are on other servers"
        : table is { Storage: { } storage, RowKey: null }
            ? $"{table.Name}: stored by {storage}, which may not give rows a place, and without a primary key"
        : null;
}
