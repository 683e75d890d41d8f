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

    /// <summary>Whether tables that were asked for and have no file are told and left out; else they are an error.</summary>
    public bool MayLackFiles { get; init; }

    /// <summary>Without quotes, in a folder without a manifest.</summary>
    public string Null { get; init; } = ImportOptions.ExportedNull;

    public static ReadingOptions Of(ImportOptions options) =>
        new()
        {
            Tables = options.Only,
            Groups = options.Groups,
            Null = options.Null,
            KeepGoing = options.KeepGoing,
            MayLackFiles = options.KeepGoing,
        };

    /// <summary>None where nothing was said.</summary>
    /// <summary>Which of the tables are meant.</summary>
    /// <exception cref="SnapshotSeedException">
    /// A name fits several tables, or resembles one; or it fits none, and that is an error.
    /// </exception>
    public TableSelection Select(IEnumerable<TableName> known)
    {
        var resolver = new TableNameResolver(known, Groups);
        var (tables, absent) = resolver.ResolveExisting(Tables, Setting.Only);
        if (absent.IsEmpty || MayLackFiles)
            return new(Tables.IsEmpty, tables, [.. absent.Select(TableName.Of)]);
        throw new SnapshotSeedException(
            MessageTemplate.Lines([
                .. absent.Select(
                    MessageTemplate (name) => $"{Setting.Only}: the snapshot has no file for table {name}"
                ),
            ]),
            $"{resolver.WhatExists(absent)} {Setting.KeepGoing} imports the tables that have one.",
            FailureKind.WrongUsage
        );
    }
}
