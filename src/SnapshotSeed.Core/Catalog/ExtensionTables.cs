using Microsoft.Extensions.Logging;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Results;

namespace SnapshotSeed.Catalog;

/// <summary>
/// The configuration tables of extensions, as pg_dump knows them (<c>pg_extension.extconfig</c>): some of their rows come
/// with the extension, and a target has them already; those that users have added belong to a snapshot.
/// </summary>
internal static class ExtensionTables
{
    private const string Keyword = "WHERE";

    // An alias that no table of a user has.
    private static readonly Sql Referenced = $"{new Identifier("referenced ")}";

    /// <summary>The table, but of an extension's only the rows that users have added.</summary>
    public static Table OnlyAdded(Table table) =>
        table.AddedRows is { Length: > 0 } added ? table with { Conditions = [Condition(added)] } : table;

    /// <summary>The catalog with only the added rows in such tables, and without those that have none or cannot be read.</summary>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public static async Task<DatabaseCatalog> TakeAddedAsync(
        DatabaseCatalog catalog,
        Session session,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var all = catalog.Tables.Where(table => table.AddedRows is not null).ToList();
        if (all.Count == 0)
            return catalog;
        var readable = all.Where(table => table is { CanSelect: true, HasRowSecurity: false, IsNotOnStandby: false })
            .Select(OnlyAdded)
            .ToList();
        foreach (var table in all.Where(table => readable.TrueForAll(other => other.Name != table.Name)))
            Log.UnreadOfExtension(logger, table.Name);
        var hasRows = await session.ValuesAsync<bool>(
            readable.Select(Sql (table) => $"SELECT EXISTS (SELECT FROM {table.From()} c)"),
            cancellationToken
        );
        var kept = readable.Where((_, i) => hasRows[i]).ToDictionary(table => table.Name);
        return catalog
            .Without(all.Select(table => table.Name).Where(name => !kept.ContainsKey(name)).ToHashSet())
            .With(table => WithBoundKeys(kept.GetValueOrDefault(table.Name) ?? table, kept));
    }

    /// <summary>A row that references one of the extension's own needs nothing in the snapshot.</summary>
    private static Table WithBoundKeys(Table table, Dictionary<TableName, Table> kept) =>
        table with
        {
            ForeignKeys =
            [
                .. table.ForeignKeys.Select(key =>
                    kept.GetValueOrDefault(key.ReferencedTable) is { Conditions.IsEmpty: false } referenced
                        ? key with
                        {
                            Where = RowCondition.Of(table, Added(table, key, referenced).ToString()),
                        }
                        : key
                ),
            ],
        };

    private static Sql Added(Table table, ForeignKey key, Table referenced)
    {
        var own = new Identifier(table.Name.Name);
        var matches = key.Matches(Referenced, Sql (column) => $"{own}.{new Identifier(column)}");
        return $"EXISTS (SELECT FROM {referenced.From()} {Referenced} WHERE {matches})";
    }

    /// <summary>What pg_dump puts behind the table's name: a WHERE clause.</summary>
    private static string Condition(string clause)
    {
        var text = clause.Trim();
        var condition = text.StartsWith(Keyword, StringComparison.OrdinalIgnoreCase) ? text[Keyword.Length..] : text;
        return $"({condition.Trim()})";
    }
}
