using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

/// <summary>Whether the source's role may read what is to be exported.</summary>
internal static class ReadPrivilegeCheck
{
    /// <exception cref="SnapshotSeedException">It may not.</exception>
    public static void Check(ImmutableArray<Table> tables)
    {
        var problems = tables.SelectMany(Unreadable).ToList();
        if (problems.Count > 0)
        {
            throw SnapshotSeedException.ForProblems(
                "the source's role may not read everything that is to be exported",
                problems,
                $"Grant SELECT on these tables (pg_read_all_data covers all) and, where policies hide rows, "
                    + $"BYPASSRLS to the role; or leave the tables out with {Setting.Exclude}."
            );
        }
    }

    /// <summary>
    /// A part of a table is no sample of it: rows are found by their place, which SELECT on single columns does not
    /// show.
    /// </summary>
    private static IEnumerable<string> Unreadable(Table table)
    {
        if (!table.CanSelectSome)
            return [$"{table.Name}: no SELECT privilege on the table (or no USAGE on its schema)"];
        if (table.IsNotOnStandby)
            return [$"{table.Name}: unlogged, so that this standby has none of its rows; its primary does"];
        if (table.HasRowSecurity)
            return [$"{table.Name}: row level security would hide rows from the role"];
        var columns = table
            .StoredColumns.Where(column => !column.CanSelect)
            .Select(column => $"{table.Name}: no SELECT privilege on column {column.Name}")
            .ToList();
        return table.CanSelect || columns.Count > 0
            ? columns
            : [$"{table.Name}: SELECT is granted on its columns, but not on the table"];
    }
}
