using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

/// <summary><paramref name="Tables"/> has the sampled tables and all that they reference, at any distance.</summary>
internal sealed record ExportScope(
    IReadOnlySet<TableName> Tables,
    IReadOnlySet<TableName> Sampled,
    IReadOnlyCollection<TableName> Excluded
)
{
    /// <exception cref="SnapshotSeedException">A table or schema is unknown, or no table remains.</exception>
    public static ExportScope Of(DatabaseCatalog catalog, ExportOptions options, TableNameResolver resolver)
    {
        var excluded = resolver.Resolve(options.Exclude, Setting.Exclude);
        var histories = HistoryTables.Of(catalog, options.MigrationTables);
        var candidates = catalog
            .Tables.Where(table => !excluded.Contains(table.Name) && !histories.Contains(table.Name))
            .Select(table => table.Name)
            .ToHashSet();
        var sampled = Choose(catalog, options, resolver, candidates);
        var tables = DependencyGraph.Build(candidates, catalog.ForeignKeys).WithReferenced(sampled);
        return new(tables, sampled, excluded);
    }

    private static HashSet<TableName> Choose(
        DatabaseCatalog catalog,
        ExportOptions options,
        TableNameResolver resolver,
        HashSet<TableName> candidates
    )
    {
        CheckSchemas(catalog, options.Schemas);
        var asked = resolver.Resolve(options.Only, Setting.Only);
        var sampled = asked.Count == 0 ? candidates.ToHashSet() : asked.Intersect(candidates).ToHashSet();
        AddInheriting(catalog, sampled, candidates);
        if (!options.Schemas.IsEmpty)
            sampled.RemoveWhere(table => !options.Schemas.Contains(table.Schema, StringComparer.Ordinal));
        var leftOut = asked.Except(sampled).Order().ToList();
        if (leftOut.Count > 0)
        {
            throw new SnapshotSeedException(
                MessageTemplate.Lines(
                    leftOut.Select(MessageTemplate (table) => $"{Setting.Only}: {table} is excluded")
                ),
                $"Change {Setting.Exclude} or {Setting.Schemas}. Migration history is never exported as rows.",
                FailureKind.WrongUsage
            );
        }

        if (sampled.Count == 0)
        {
            throw new SnapshotSeedException(
                $"database {catalog.Database.Name} has no tables to export",
                $"Check the connection, the migrations of the database, and {Setting.Only}, {Setting.Schemas} and "
                    + $"{Setting.Exclude}.",
                catalog.Tables.IsEmpty ? FailureKind.Failed : FailureKind.WrongUsage
            );
        }

        return sampled;
    }

    /// <summary>SELECT on a table finds the rows of inheriting tables, so naming a table names those, too.</summary>
    private static void AddInheriting(
        DatabaseCatalog catalog,
        HashSet<TableName> sampled,
        HashSet<TableName> candidates
    )
    {
        var before = -1;
        while (before < sampled.Count)
        {
            before = sampled.Count;
            sampled.UnionWith(
                catalog
                    .Tables.Where(table => candidates.Contains(table.Name) && table.Parents.Any(sampled.Contains))
                    .Select(table => table.Name)
            );
        }
    }

    private static void CheckSchemas(DatabaseCatalog catalog, ImmutableArray<string> schemas)
    {
        var known = catalog.Tables.Select(table => table.Name.Schema).Distinct(StringComparer.Ordinal).ToList();
        var unknown = schemas.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new SnapshotSeedException(
                $"{Setting.Schemas}: no tables in schema {string.Join(", ", unknown)}",
                $"Schemas with tables: {string.Join(", ", known)}.",
                FailureKind.WrongUsage
            );
        }
    }
}
