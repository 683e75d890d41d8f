namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>Legal databases with a little less in them, those first that leave out most.</summary>
internal static class Smaller
{
    public static IEnumerable<Database> Than(Database database)
    {
        IEnumerable<Func<Database?>> candidates =
        [
            .. database.Tables.Select(table => (Func<Database?>)(() => WithoutTable(database, table))),
            .. database.Tables.SelectMany(table => Halves(database, table)),
            .. database.References.Select(pair =>
                (Func<Database?>)(
                    () => database.With(pair.Table with { References = pair.Table.References.Remove(pair.Reference) })
                )
            ),
            .. database.Tables.SelectMany(table =>
                table.Extras.Select(extra =>
                    (Func<Database?>)(() => database.With(table with { Extras = table.Extras.Remove(extra) }))
                )
            ),
            .. database.Tables.SelectMany(table =>
                table.Columns.Select(column => (Func<Database?>)(() => WithoutColumn(database, table, column)))
            ),
            .. database
                .Tables.Where(table =>
                    table.Partitioning is not null && table.References.All(reference => reference.OnlyIn is null)
                )
                .Select(table => (Func<Database?>)(() => database.With(table with { Partitioning = null }))),
            .. database
                .Tables.Where(table => table.IsUnlogged)
                .Select(table => (Func<Database?>)(() => database.With(table with { IsUnlogged = false }))),
            .. database
                .Tables.Where(table => table.Schema != "public" || table.Name != $"t{table.Id}")
                .Select(table => (Func<Database?>)(() => Plain(database, table))),
            .. database.Tables.Sum(table => table.Rows.Length) > 40
                ? []
                : database.Tables.SelectMany(table =>
                    table.Rows.Select(row => (Func<Database?>)(() => WithoutRows(database, table, [row])))
                ),
        ];
        return candidates.Select(make => make()).OfType<Database>();
    }

    private static Database? WithoutTable(Database database, Table table) =>
        database.Tables.Length == 1 || database.Tables.Any(other => other.Inherits == table.Id)
            ? null
            : database with
            {
                Tables =
                [
                    .. database
                        .Tables.Where(other => other.Id != table.Id)
                        .Select(other =>
                            other with
                            {
                                References = [.. other.References.Where(reference => reference.Target != table.Id)],
                            }
                        ),
                ],
            };

    private static IEnumerable<Func<Database?>> Halves(Database database, Table table)
    {
        if (table.Rows.Length < 2)
            yield break;
        var half = table.Rows.Length / 2;
        yield return () => WithoutRows(database, table, table.Rows[..half]);
        yield return () => WithoutRows(database, table, table.Rows[half..]);
    }

    /// <summary>Takes rows away, and what references them.</summary>
    private static Database WithoutRows(Database database, Table table, IEnumerable<Row> rows)
    {
        var gone = new HashSet<(int Table, int Row)>(rows.Select(row => (table.Id, row.Number)));
        int before;
        do
        {
            before = gone.Count;
            foreach (var (other, reference) in database.References)
                gone.UnionWith(
                    other
                        .Rows.Where(row =>
                            row.Targets.TryGetValue(reference.Name, out var target)
                            && gone.Contains((reference.Target, target))
                        )
                        .Select(row => (other.Id, row.Number))
                );
        } while (gone.Count > before);
        return database with
        {
            Tables =
            [
                .. database.Tables.Select(other =>
                    other with
                    {
                        Rows = [.. other.Rows.Where(row => !gone.Contains((other.Id, row.Number)))],
                    }
                ),
            ],
        };
    }

    /// <summary>Null where something needs the column.</summary>
    private static Database? WithoutColumn(Database database, Table table, Column column) =>
        database.Tables.Any(other => other.Inherits == table.Id)
        || table.Inherits is { } parent && database[parent].Columns.Any(other => other.Name == column.Name)
        || table.Partitioning?.Column == column.Name
        || table.Partitioning?.Partitions.Any(partition => partition.SplitBy == column.Name) == true
        || table.Keys.Any(key => key.Columns.Contains(column.Name) || key.Include == column.Name)
        || table.Extras.Any(extra => extra.Column == column.Name)
        || table.References.Any(reference => reference.Pairs.Any(pair => pair.Column == column.Name))
        || table.Columns.Any(other => other.CopyOf == column.Name || other.Computed == column.Name)
        || table.Columns.Length == 1
            ? null
            : database.With(table with { Columns = table.Columns.Remove(column) });

    private static Database? Plain(Database database, Table table) =>
        database.Tables.Any(other => other.Schema == "public" && other.Name == $"t{table.Id}")
            ? null
            : database.With(table with { Schema = "public", Name = $"t{table.Id}" });
}
