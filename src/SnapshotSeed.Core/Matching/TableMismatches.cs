using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Matching;

/// <summary>What keeps a file from being loaded or compared, as far as the catalog can tell.</summary>
internal static class TableMismatches
{
    public static IEnumerable<RowProblem> Problems(
        SnapshotTable source,
        Table? table,
        LoadingRule rule,
        bool forWriting
    )
    {
        if (table is null)
            return [new RowProblem(RowProblemKind.TableNotFound, source.Name)];
        var inHeader = Header(source, table)
            .Concat(
                source
                    .Content.Columns.Distinct(StringComparer.Ordinal)
                    .SelectMany(name => Column(source, table, name, forWriting))
            );
        return Privileges(table, rule, forWriting)
            .Concat(inHeader)
            .Concat(Types(source, table))
            .Concat(Missing(source))
            .Concat(KeyColumns(source, rule))
            .Concat(forWriting ? Required(source, table) : []);
    }

    public static IEnumerable<(Column Target, string InSnapshot)> Widened(SnapshotTable source, Table table) =>
        from known in source.Manifest?.Columns ?? []
        from column in table.Columns
        where column.Name == known.Name && column.Type != known.Type && source.Content.Columns.Contains(known.Name)
        select (column, known.Type);

    public static IEnumerable<RowProblem> Privileges(Table table, LoadingRule rule, bool forWriting)
    {
        if (!table.CanSelect)
            yield return new(RowProblemKind.NotReadable, table.Name);
        else if (table.IsNotOnStandby)
            yield return new(RowProblemKind.NotOnStandby, table.Name);
        else if (table.HasRowSecurity)
            yield return new(RowProblemKind.RowSecurity, table.Name);
        if (forWriting && !table.CanInsert)
            yield return new(RowProblemKind.NotInsertable, table.Name);
        if (!forWriting || rule.OnConflict != ConflictMode.Update)
            yield break;
        if (!table.CanUpdate)
            yield return new(RowProblemKind.NotUpdatable, table.Name);
        if (table.HasUpdateRules)
            yield return new(RowProblemKind.RulesOnUpdate, table.Name);
    }

    private static IEnumerable<RowProblem> Header(SnapshotTable source, Table table) =>
        source
            .Content.Columns.GroupBy(name => name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group =>
                InHeader(RowProblemKind.RepeatedColumn, source, group.Key) with
                {
                    Name = table.Name,
                    Count = group.Count(),
                }
            );

    private static IEnumerable<RowProblem> Column(SnapshotTable source, Table table, string name, bool forWriting)
    {
        var target = table.Columns.FirstOrDefault(column => column.Name == name);
        if (target is null)
        {
            yield return InHeader(RowProblemKind.UnknownColumn, source, name) with
            {
                Detail = NewNames.InWords(RenameGuess.OfColumn(source, table, name)),
            };
            yield break;
        }

        if (target.IsGenerated)
            yield return InHeader(RowProblemKind.GeneratedColumn, source, name);
        if (
            source.Manifest?.Columns.FirstOrDefault(column => column.Name == name) is { } known
            && !TypeWidening.Keeps(known.Type, target.Type)
        )
            yield return new(RowProblemKind.ColumnType, table.Name)
            {
                Columns = [name],
                InSnapshot = known.Type,
                InTarget = target.Type,
            };
        var place = source.Content.Columns.IndexOf(name);
        if (forWriting && source.Content.NullsIn[place] is > 0 and var firstNull && !target.IsNullable)
            yield return InHeader(RowProblemKind.Null, source, name) with
            {
                Line = firstNull,
                More = source.Content.NullCounts[place] - 1,
            };
    }

    /// <summary>A changed definition could round values unnoticed; that of a domain may have become wider.</summary>
    private static IEnumerable<RowProblem> Types(SnapshotTable source, Table table) =>
        from type in source.Manifest?.Types ?? []
        let target = table.Types.FirstOrDefault(other => other.Name == type.Name)?.Definition
        where
            (target is null || !TypeWidening.Keeps(type.Definition, target))
            && (target is not null || table.Columns.Any(column => column.Type == type.Name))
        select new RowProblem(RowProblemKind.TypeDefinition, table.Name)
        {
            Constraint = type.Name,
            InSnapshot = type.Definition,
            InTarget = target ?? "not a domain or composite type",
        };

    private static IEnumerable<RowProblem> Missing(SnapshotTable source) =>
        (source.Manifest?.Columns ?? [])
            .Where(column => !source.Content.Columns.Contains(column.Name))
            .Select(column => InHeader(RowProblemKind.MissingColumn, source, column.Name));

    /// <summary>A key that a user names tells rows apart only by what the file gives.</summary>
    private static IEnumerable<RowProblem> KeyColumns(SnapshotTable source, LoadingRule rule) =>
        (rule.Key?.Columns ?? [])
            .Where(column => !source.Content.Columns.Contains(column))
            .Select(column => InHeader(RowProblemKind.KeyColumn, source, column));

    private static IEnumerable<RowProblem> Required(SnapshotTable source, Table table)
    {
        var known = source.Content.Columns.Concat((source.Manifest?.Columns ?? []).Select(column => column.Name));
        return table
            .StoredColumns.Where(column => !column.IsNullable && !column.HasDefault && !known.Contains(column.Name))
            .Select(column => new RowProblem(RowProblemKind.RequiredColumn, table.Name)
            {
                File = source.File,
                Columns = [column.Name],
                InTarget = column.Type,
            });
    }

    private static RowProblem InHeader(RowProblemKind kind, SnapshotTable source, string column) =>
        new(kind, source.Name)
        {
            File = source.File,
            Line = 1,
            Columns = [column],
        };
}
