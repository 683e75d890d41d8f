using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Execute;

/// <summary>Runs under the target's own search_path, as <see cref="InsertSql"/> does.</summary>
internal static class EmptySql
{
    /// <summary>Keeps others from referencing these rows until the transaction ends; they may read them.</summary>
    public static Sql LockOutReferences(IEnumerable<Table> tables) =>
        $"LOCK TABLE {Sql.List(tables.Select(table => table.Itself()))} IN EXCLUSIVE MODE";

    public static Sql AnyReference(ForeignKey foreignKey, Table table)
    {
        var used = Sql.All([foreignKey.Binds((Sql)$"c"), foreignKey.IsGiven($"c")]);
        return $"SELECT EXISTS (SELECT FROM {table.From()} c WHERE {used})";
    }

    public static IEnumerable<Sql> Empty(EmptyTables operation, Func<TableName, Table> table)
    {
        if (!operation.ByTruncate)
            return operation.Components.Select(component => DeleteAll(component, table));
        var all = operation.Components.SelectMany(component => component.Tables).Select(name => table(name).Itself());
        return [$"TRUNCATE {Sql.List(all)}"];
    }

    private static Sql Where(Table table) => Sql.When(!table.Conditions.IsEmpty, $" WHERE {table.Counts()}");

    private static Sql DeleteAll(Component component, Func<TableName, Table> table)
    {
        var deletes = component.Tables.Select(
            Sql (name, i) => $"deleted{i} AS (DELETE FROM {table(name).Itself()}{Where(table(name))} RETURNING 1)"
        );
        var counts = component.Tables.Select(Sql (_, i) => $"(SELECT pg_catalog.count(*) FROM deleted{i})");
        return $"""
            WITH {Sql.Blocks(deletes)}
            SELECT {Sql.List(counts)}
            """;
    }
}
