using FsCheck;
using FsCheck.Fluent;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>Databases made up from seeds. The same seed gives the same database everywhere.</summary>
internal static class RandomDatabases
{
    private const int MostRows = 60;

    public static Database Of(int seed) => Any().Sample(1, new Rnd((ulong)seed), 10).Single();

    public static Gen<Database> Any() =>
        from count in Gen.Choose(2, 9)
        from names in Names.OfTables(count)
        from shapes in Gen.CollectToArray(
            Enumerable.Range(0, count),
            i => TableShapes.Of(i, names[i].Schema, names[i].Name)
        )
        from wishes in Wishes.Among(count)
        let connected = ReferenceBuilder.Build(shapes, wishes)
        from columnNames in Gen.CollectToArray(connected, _ => Names.OfColumns())
        from orders in Gen.CollectToArray(connected, table => Gen.Shuffle(table.Columns.AsEnumerable()))
        from inherits in Gen.ArrayOf(Gen.Choose(0, 9), count)
        let tables = Inheritance.Apply(
            connected.Select((table, i) => table with { Columns = [.. orders[i]] }),
            columnNames,
            inherits
        )
        from shared in Gen.Elements(false, true)
        let fed = Sequences.Share(tables, shared)
        from rows in Gen.ArrayOf(Gen.Frequency((5, Gen.Choose(0, MostRows)), (1, Gen.Choose(0, 2))), count)
        from draws in Gen.CollectToArray(
            fed,
            table => Gen.ArrayOf(Gen.ArrayOf(Gen.Choose(0, 9_999), RowBuilder.DrawsPerRow(table)), rows[table.Id])
        )
        from limit in Gen.Choose(1, 25)
        from floor in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(1, limit)))
        let filled = RowBuilder.Build(
            fed,
            fed.ToDictionary(table => table.Id, table => rows[table.Id]),
            (table, row) => draws[table][row]
        )
        let database = new Database(filled, Sequences.Of(filled), new ExportOptions { Limit = limit, Floor = floor })
        select WithoutRulesInCycles(WithoutUnloggedTargets(database));

    /// <summary>A table that outlives a crash may not reference one that does not.</summary>
    private static Database WithoutUnloggedTargets(Database database)
    {
        while (
            database.References.FirstOrDefault(pair =>
                !pair.Table.IsUnlogged && database[pair.Reference.Target].IsUnlogged
            )
                is { Reference: { } reference }
        )
            database = database.With(database[reference.Target] with { IsUnlogged = false });
        return database;
    }

    /// <summary>
    /// The import refuses those, since PostgreSQL runs no rules in the one statement that loads a cycle.
    /// </summary>
    private static Database WithoutRulesInCycles(Database database) =>
        database
            .InCycles()
            .Aggregate(
                database,
                (others, table) =>
                    others.With(
                        table with
                        {
                            Extras = [.. table.Extras.Where(extra => extra.Kind != ExtraKind.InsertRule)],
                        }
                    )
            );
}
