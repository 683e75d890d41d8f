using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Export.Plan;

/// <summary>The snapshot has neither skipped columns nor their keys and foreign keys.</summary>
internal static class SkippedColumns
{
    /// <exception cref="SnapshotSeedException">A table or column does not exist, or is needed.</exception>
    public static DatabaseCatalog Apply(DatabaseCatalog catalog, ExportOptions options, TableNameResolver resolver)
    {
        var skipped = resolver.ByTable(
            from table in options.Tables
            let columns = table.Value.Columns.Where(column => column.Value.Skip).Select(column => column.Key)
            where columns.Any()
            select KeyValuePair.Create(table.Key, columns.ToImmutableArray()),
            Setting.SkippedColumns
        );
        if (skipped.Count == 0)
            return catalog;
        var problems = catalog.Tables.SelectMany(table => Problems(table, Of(table), catalog)).ToList();
        if (problems.Count > 0)
            throw new SnapshotSeedException(
                MessageTemplate.Lines(
                    problems.Select(MessageTemplate (problem) => $"{Setting.SkippedColumns}: {problem}")
                ),
                "Exclude only columns outside the key of the table that no foreign key references.",
                FailureKind.WrongUsage
            );
        return catalog.With(table => Without(table, Of(table)));

        ImmutableArray<string> Of(Table table) => skipped.GetValueOrDefault(table.Name, []);
    }

    /// <summary>The skipped columns that an import cannot fill: they are NOT NULL without a default.</summary>
    public static IEnumerable<Column> WithoutDefault(Table table) =>
        table.Columns.Where(column =>
            column is { IsSkipped: true, IsNullable: false, HasDefault: false, IsGenerated: false }
        );

    private static IEnumerable<MessageTemplate> Problems(
        Table table,
        ImmutableArray<string> skipped,
        DatabaseCatalog catalog
    )
    {
        var names = table.Columns.Select(column => column.Name).ToList();
        var known = skipped.Intersect(names, StringComparer.Ordinal).ToList();
        foreach (var name in skipped.Except(names, StringComparer.Ordinal))
            yield return $"{table.Name} has no column {name}; did you mean {Nearest.To(name, names)}?";
        foreach (var name in known.Where(name => table.RowKey?.Columns.Contains(name) == true))
            yield return $"{table.Name}.{name} is part of the key that identifies rows";
        foreach (
            var key in catalog.ForeignKeys.Where(key =>
                key.ReferencedTable == table.Name && Uses(key.ReferencedColumns)
            )
        )
            yield return $"{table.Name}: {key.ToString()} references {string.Join(", ", known.Intersect(key.ReferencedColumns))}";
        foreach (var key in table.ForeignKeys.Where(key => key.IsVirtual && Uses(key.Columns)))
            yield return $"{table.Name}: {Setting.References} uses {string.Join(", ", known.Intersect(key.Columns))}";
        if (known.Count > 0 && table.StoredColumns.All(column => known.Contains(column.Name)))
            yield return $"{table.Name} would have no columns";

        bool Uses(IEnumerable<string> columns) => columns.Intersect(known, StringComparer.Ordinal).Any();
    }

    private static Table Without(Table table, ImmutableArray<string> skipped) =>
        skipped.IsEmpty
            ? table
            : table with
            {
                Columns =
                [
                    .. table.Columns.Select(column =>
                        skipped.Contains(column.Name) ? column with { IsSkipped = true } : column
                    ),
                ],
                Keys = table.Keys.RemoveAll(key => key.Columns.Any(skipped.Contains)),
                ForeignKeys = table.ForeignKeys.RemoveAll(key => key.Columns.Any(skipped.Contains)),
            };
}
