using System.Collections.Immutable;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Fit;

/// <summary>Takes of a snapshot what goes into a target of another schema. Pure.</summary>
internal static class DriftAdaptation
{
    /// <param name="files">The snapshot.</param>
    /// <param name="catalog">The target's catalog.</param>
    /// <param name="absent">Tables without a file that the options name and the target lacks.</param>
    /// <returns>What can be loaded, with the differences; types that changed are yet to be cast.</returns>
    public static FittedSnapshot Of(SnapshotFiles files, DatabaseCatalog catalog, params IEnumerable<TableName> absent)
    {
        var differences = ImmutableArray.CreateBuilder<SchemaDifference>();
        var tables = ImmutableArray.CreateBuilder<FittedTable>();
        foreach (var source in files.Tables)
        {
            if (catalog.Find(source.Name) is { } table)
                tables.Add(Adapt(source, table, differences));
            else
                differences.Add(
                    new(SchemaDifferenceKind.TableLeftOut, source.Name)
                    {
                        Rows = source.Content.Rows,
                        MayBeNow = RenameGuess.OfTable(source, files.Names, catalog),
                    }
                );
        }

        differences.AddRange(absent.Select(name => new SchemaDifference(SchemaDifferenceKind.TableLeftOut, name)));
        return new(files, tables.ToImmutable())
        {
            LeftOut = [.. files.LeftOut.Where(file => catalog.Find(file.Table) is not null)],
            Differences = differences.ToImmutable(),
        };
    }

    private static FittedTable Adapt(
        SnapshotTable source,
        Table table,
        ImmutableArray<SchemaDifference>.Builder differences
    )
    {
        var columns = table.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var lacking = source
            .Content.Columns.Where(name => !columns.TryGetValue(name, out var column) || column.IsGenerated)
            .ToHashSet(StringComparer.Ordinal);

        // A file with none of the table's columns is left whole: the usual checks refuse it.
        if (lacking.Count > 0 && source.Content.Columns.All(lacking.Contains))
            return new(source);
        foreach (var name in source.Content.Columns.Where(lacking.Contains))
            differences.Add(
                columns.ContainsKey(name)
                    ? new(SchemaDifferenceKind.ColumnComputed, table.Name, name)
                    : new(SchemaDifferenceKind.ColumnLeftOut, table.Name, name)
                    {
                        MayBeNow = RenameGuess.OfColumn(source, table, name),
                    }
            );
        var adapted = lacking.Count == 0 ? source : WithoutColumns(source, lacking);
        if (source.Manifest is null)
            return new(adapted);
        differences.AddRange(Added(source, table));
        return WithTypes(adapted, columns, ChangedTypes(source, table), differences);
    }

    private static SnapshotTable WithoutColumns(SnapshotTable source, HashSet<string> lacking) =>
        source with
        {
            Content = source.Content.Without(lacking),
            Manifest = source.Manifest is { } manifest
                ? manifest with
                {
                    Columns = manifest.Columns.RemoveAll(column => lacking.Contains(column.Name)),
                }
                : null,
        };

    private static IEnumerable<SchemaDifference> Added(SnapshotTable source, Table table)
    {
        var known = source.Manifest!.Columns.Select(column => column.Name).Concat(source.Content.Columns);
        return table
            .StoredColumns.Where(column => !known.Contains(column.Name) && (column.IsNullable || column.HasDefault))
            .Select(column => new SchemaDifference(SchemaDifferenceKind.ColumnAdded, table.Name, column.Name)
            {
                InTarget = column.Type,
            });
    }

    /// <summary>The domains and composite types that have changed, with what they were made of.</summary>
    private static Dictionary<string, string> ChangedTypes(SnapshotTable source, Table table) =>
        source
            .Manifest!.Types.Where(type =>
                table.Types.FirstOrDefault(other => other.Name == type.Name)?.Definition is { } definition
                && !TypeWidening.Keeps(type.Definition, definition)
            )
            .ToDictionary(type => type.Name, type => type.Definition, StringComparer.Ordinal);

    private static FittedTable WithTypes(
        SnapshotTable source,
        Dictionary<string, Column> columns,
        Dictionary<string, string> changedTypes,
        ImmutableArray<SchemaDifference>.Builder differences
    )
    {
        var conversions = ImmutableDictionary<string, ColumnConversion>.Empty;
        var known = source.Manifest!.Columns.ToBuilder();
        var cast = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < known.Count; i++)
        {
            if (!columns.TryGetValue(known[i].Name, out var column) || !source.Content.Columns.Contains(column.Name))
                continue;
            var element = column.Type.EndsWith("[]", StringComparison.Ordinal) ? column.Type[..^2] : column.Type;
            var isRemade = known[i].Type == column.Type && changedTypes.ContainsKey(element);
            if (known[i].Type == column.Type && !isRemade)
                continue;
            var isChanged = isRemade || !TypeWidening.Keeps(known[i].Type, column.Type);
            var old = isRemade ? changedTypes[element] : known[i].Type;
            differences.Add(
                new(
                    isChanged ? SchemaDifferenceKind.TypeChanged : SchemaDifferenceKind.TypeWidened,
                    source.Name,
                    column.Name
                )
                {
                    InSnapshot = old,
                    InTarget = isRemade ? $"another {column.Type}" : column.Type,
                }
            );
            if (isRemade)
                cast.Add(element);
            if (isChanged)
                conversions = conversions.SetItem(
                    column.Name,
                    new ColumnConversion(new TypeChange(old) { IsRemade = isRemade })
                );
            known[i] = known[i] with { Type = column.Type };
        }

        return new(
            source with
            {
                Manifest = source.Manifest with
                {
                    Columns = known.ToImmutable(),
                    Types = source.Manifest.Types.RemoveAll(type => cast.Contains(type.Name)),
                },
            }
        )
        {
            Conversions = conversions,
        };
    }
}
