using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Fit;

/// <summary>
/// The tables that the options of an import name. The target may lack some of them: a migration may have dropped them. Pure.
/// </summary>
internal sealed class ConfiguredTables
{
    private readonly TableNameResolver resolver;
    private readonly List<(string Name, Setting Option)> unknown;

    private ConfiguredTables(DatabaseCatalog catalog, ImportOptions options)
    {
        resolver = new(catalog.Tables.Select(table => table.Name));
        unknown = [.. Named(options).Where(named => resolver.IsUnknown(named.Name)).Distinct()];
    }

    /// <param name="catalog">The target's catalog.</param>
    /// <param name="options">The options.</param>
    public static ConfiguredTables Of(DatabaseCatalog catalog, ImportOptions options) => new(catalog, options);

    /// <summary>The options without what they say of tables that the target lacks.</summary>
    public ImportOptions Existing(ImportOptions options)
    {
        if (unknown.Count == 0)
            return options;
        var newest = options.Time.Newest.RemoveAll(IsOfUnknown);
        return options with
        {
            Tables = new ByTable<TableImportOptions>(options.Tables.Where(pair => !resolver.IsUnknown(pair.Key))),
            References = options.References.RemoveAll(reference => Ends(reference).Any(resolver.IsUnknown)),
            MigrationTables = new ByTable<string>(options.MigrationTables.Where(pair => !resolver.IsUnknown(pair.Key))),
            Time = options.Time with
            {
                Exclude = options.Time.Exclude.RemoveAll(IsOfUnknown),

                // Without any, every column would count.
                Newest = newest.IsEmpty ? options.Time.Newest : newest,
            },
        };
    }

    /// <summary>
    /// The tables that the target lacks, as far as no file is for them. A name that resembles a table of the target is taken
    /// for a typing error, unless the snapshot has a file of that name.
    /// </summary>
    /// <param name="files">The snapshot.</param>
    /// <returns>None where single tables were asked for.</returns>
    /// <exception cref="SnapshotSeedException">Names are misspelt.</exception>
    public ImmutableArray<TableName> AbsentFrom(SnapshotFiles files)
    {
        var names = files.Names.ToHashSet();
        var without = unknown.FindAll(named => !names.Contains(TableName.Of(named.Name)));
        foreach (
            var misspelt in without.Where(named => resolver.IsMisspelt(named.Name)).ToLookup(named => named.Option)
        )
            resolver.Resolve(misspelt.Select(named => named.Name), misspelt.Key);
        return files.AreAll ? [.. without.Select(named => TableName.Of(named.Name)).Distinct().Order()] : [];
    }

    private static IEnumerable<(string Name, Setting Option)> Named(ImportOptions options) =>
        options
            .Tables.Select(pair => (pair.Key, Given(pair.Value)))
            .Concat(options.References.SelectMany(Ends).Select(name => (name, Setting.References)))
            .Concat(options.MigrationTables.Keys.Select(name => (name, Setting.MigrationTables)))
            .Concat(options.Time.Exclude.Select(name => (TableOf(name), Setting.TimeExclude)))
            .Concat(options.Time.Newest.Select(name => (TableOf(name), Setting.TimeNewest)));

    private static Setting Given(TableImportOptions table) =>
        !table.Key.IsEmpty ? Setting.TableKeys
        : table.OnConflict is not null ? Setting.OnConflict
        : table.Ids is not null ? Setting.Ids
        : Setting.Expect;

    private static IEnumerable<string> Ends(Reference reference) => [reference.Table, reference.ReferencedTable];

    private bool IsOfUnknown(string column) => resolver.IsUnknown(TableOf(column));

    private static string TableOf(string column) => column[..Math.Max(column.LastIndexOf('.'), 0)];
}
