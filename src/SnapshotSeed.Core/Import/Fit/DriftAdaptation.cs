using System.Collections.Immutable;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Fit;

/// <summary>A snapshot as far as it goes into a target of another schema. Pure.</summary>
/// <param name="Snapshot">What can be loaded; types that changed are yet to be cast.</param>
/// <param name="Differences">What was adapted to.</param>
internal sealed record DriftAdaptation(SnapshotFiles Snapshot, ImmutableArray<SchemaDifference> Differences)
{
    public static DriftAdaptation Of(SnapshotFiles snapshot, DatabaseCatalog catalog)
    {
        var differences = ImmutableArray.CreateBuilder<SchemaDifference>();
        var tables = ImmutableArray.CreateBuilder<SnapshotTable>();
        foreach (var source in snapshot.Tables)
        {
            if (catalog.Find(source.Name) is { } table)
                tables.Add(Adapt(source, table, differences));
            else
                differences.Add(
                    new(SchemaDifferenceKind.TableLeftOut, source.Name)
                    {
                        Rows = source.Content.Rows,
                        MayBeNow = RenameGuess.OfTable(source, snapshot, catalog),
                    }
                );
        }

        return new(
            snapshot with
            {
                Tables = tables.ToImmutable(),
                LeftOut = [.. snapshot.LeftOut.Where(file => catalog.Find(file.Table) is not null)],
            },
            differences.ToImmutable()
        );
    }

    private static SnapshotTable Adapt(
        SnapshotTable source,
        Table table,
        ImmutableArray<SchemaDifference>.Builder differences
    )
    {
        var columns = table.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var lacking = source
            .Content.Columns.Where(name => !columns.TryGetValue(name, out var column) || column.IsGenerated)
            .ToHashSet(StringComparer.Ordinal);

        // Rows without any value are no rows; what is wrong is said as ever.
        if (lacking.Count > 0 && source.Content.Columns.All(lacking.Contains))
            return source;
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
            return adapted;
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

    /// <summary>The domains and composite types that are made of something else, by name, with what they were made of.</summary>
    private static Dictionary<string, string> ChangedTypes(SnapshotTable source, Table table) =>
        source
            .Manifest!.Types.Where(type =>
                table.Types.FirstOrDefault(other => other.Name == type.Name)?.Definition is { } definition
                && !TypeWidening.Keeps(type.Definition, definition)
            )
            .ToDictionary(type => type.Name, type => type.Definition, StringComparer.Ordinal);

    private static SnapshotTable WithTypes(
        SnapshotTable source,
        Dictionary<string, Column> columns,
        Dictionary<string, string> changedTypes,
        ImmutableArray<SchemaDifference>.Builder differences
    )
    {
        var conversions = source.Conversions;
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

        return source with
        {
            Conversions = conversions,
            Manifest = source.Manifest with
            {
                Columns = known.ToImmutable(),
                Types = source.Manifest.Types.RemoveAll(type => cast.Contains(type.Name)),
            },
        };
    }
}
