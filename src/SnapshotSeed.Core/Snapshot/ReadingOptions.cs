using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Snapshot;

internal sealed record ReadingOptions
{
    /// <summary>As a user names them; all by default.</summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    public IDictionary<string, ImmutableArray<string>> Groups
    {
        get;
        init => field = new ByTable<ImmutableArray<string>>(value);
    } = new ByTable<ImmutableArray<string>>();

    /// <summary>Whether files that cannot be read are told and left out; else they are an error.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>Without quotes, in a folder without a manifest.</summary>
    public string Null { get; init; } = ImportOptions.ExportedNull;

    public static ReadingOptions Of(ImportOptions options) =>
        new()
        {
            Tables = options.Only,
            Groups = options.Groups,
            Null = options.Null,
            KeepGoing = options.KeepGoing,
        };

    /// <summary>None where nothing was said.</summary>
    /// <exception cref="SnapshotSeedException">A name fits none of them, or several.</exception>
    public IReadOnlySet<TableName> Select(IEnumerable<TableName> known) =>
        new TableNameResolver(known, Groups).Resolve(Tables, Setting.Only);
}
