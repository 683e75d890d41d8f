using SnapshotSeed.Catalog;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>
/// What keeps a file from being loaded into (or compared with) a table, as far as the catalog can tell.
/// </summary>
internal static class TableMatch
{
    public static IEnumerable<string> Problems(SnapshotTable source, Table? table, bool forWriting)
    {
        var file = source.Manifest.File;
        if (table is null)
            return [$"{source.Manifest.Name}: table not found (has the migration run?)"];

        return
        [
            .. Privileges(table, forWriting),
            .. source
                .Content.Columns.GroupBy(name => name, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
                .Select(group => $"{file} line 1: column {group.Key} is there {group.Count()} times"),
            .. source
                .Content.Columns.Distinct(StringComparer.Ordinal)
                .SelectMany((name, i) => ColumnProblems(source, table, name, forWriting)),
            .. TypeProblems(source.Manifest, table),
            .. source
                .Manifest.Columns.Where(column => !source.Content.Columns.Contains(column.Name))
                .Select(column => $"{file} line 1: column {column.Name} is missing from the header"),
            .. forWriting
                ? table
                    .StoredColumns.Where(column =>
                        !column.IsNullable
                        && !column.HasDefault
                        && !source.Content.Columns.Contains(column.Name)
                        && source.Manifest.Columns.All(known => known.Name != column.Name)
                    )
                    .Select(column =>
                        $"{table.Name}: the target has column {column.Name} ({column.Type}), which is NOT NULL without a default and not in {file}"
                    )
                : [],
        ];
    }

    /// <summary>What the role may not do that loading (or comparing) needs.</summary>
    public static IEnumerable<string> Privileges(Table table, bool forWriting)
    {
        if (!table.CanSelect)
            yield return $"{table.Name}: the role may not SELECT from it, which comparing rows needs";
        else if (table.IsNotOnStandby)
            yield return $"{table.Name}: unlogged, so that this standby has none of its rows";
        else if (table.HasRowSecurity)
            yield return $"{table.Name}: row level security applies to the role, and may hide rows that are there; load as the table's owner, or grant BYPASSRLS to the role";
        if (forWriting && !table.CanInsert)
            yield return $"{table.Name}: the role may not INSERT into it";
    }

    /// <summary>
    /// A definition that has changed could round values, or read them into other fields, and nothing would show it.
    /// </summary>
    private static IEnumerable<string> TypeProblems(ManifestTable source, Table table) =>
        from type in source.Types
        let target = table.Types.FirstOrDefault(other => other.Name == type.Name)?.Definition
        where target != type.Definition && (target is not null || table.Columns.Any(column => column.Type == type.Name))
        select $"{table.Name}: type {type.Name} is {type.Definition} in the snapshot and {target ?? "no longer a domain or composite type"} in the target";

    private static IEnumerable<string> ColumnProblems(SnapshotTable source, Table table, string name, bool forWriting)
    {
        var file = source.Manifest.File;
        var target = table.Columns.FirstOrDefault(column => column.Name == name);
        if (target is null)
        {
            yield return $"{file} line 1: the target's table {table.Name} has no column {name}";
            yield break;
        }

        if (target.IsGenerated)
            yield return $"{file} line 1: column {name} is generated in the target and takes no values";
        if (
            source.Manifest.Columns.FirstOrDefault(column => column.Name == name) is { } known
            && known.Type != target.Type
        )
            yield return $"{table.Name}: column {name} is {known.Type} in the snapshot and {target.Type} in the target";
        var firstNull = source.Content.NullsIn[source.Content.Columns.IndexOf(name)];
        if (forWriting && firstNull > 0 && !target.IsNullable)
            yield return $"{file} line {firstNull}: NULL in column {name}, which is NOT NULL in the target";
    }
}
