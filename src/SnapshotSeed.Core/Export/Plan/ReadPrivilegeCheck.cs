using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

internal static class ReadPrivilegeCheck
{
    public static void Check(ImmutableArray<Table> tables)
    {
        var problems = tables.SelectMany(Unreadable).ToList();
        if (problems.Count > 0)
        {
            throw SnapshotSeedException.ForProblems(
                "the role cannot read all exported tables",
                problems,
                $"Grant SELECT on these tables to the role (pg_read_all_data covers all), and BYPASSRLS where policies "
                    + $"hide rows. Or exclude the tables with {Setting.Exclude}."
            );
        }
    }

    /// <summary>SELECT on single columns is not enough: it does not show ctid, the place of a row.</summary>
    private static IEnumerable<string> Unreadable(Table table)
    {
        if (!table.CanSelectSome)
            return [$"{table.Name}: no SELECT privilege on the table, or no USAGE on its schema"];
        if (table.IsNotOnStandby)
            return [$"{table.Name}: unlogged table; its rows are not on a standby"];
        if (table.HasRowSecurity)
            return [$"{table.Name}: row level security would hide rows from the role"];
        var columns = table
            .StoredColumns.Where(column => !column.CanSelect)
            .Select(column => $"{table.Name}: no SELECT privilege on column {column.Name}")
            .ToList();
        return table.CanSelect || columns.Count > 0
            ? columns
            : [$"{table.Name}: SELECT is granted on the columns, but not on the table"];
    }
}
