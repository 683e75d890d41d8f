using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Migrations;

/// <summary>Decides how a target is stamped: see <see cref="ImportOptions.StampMigration"/>. Pure.</summary>
internal sealed class StampPlanner(MigrationVersion? snapshot, ImmutableArray<MigrationEntry> entries)
{
    /// <exception cref="SnapshotSeedException">
    /// The tool is unknown, or the target is at another version and none was named.
    /// </exception>
    public Stamp Plan(string? wantedVersion, MigrationState? target, DatabaseCatalog catalog, HistoryTables tables)
    {
        var name =
            snapshot?.Table
            ?? target?.Table.Name
            ?? throw Refused(
                $"neither the snapshot nor the target has a migration history",
                "Export the snapshot from a migrated database."
            );
        var version =
            wantedVersion
            ?? snapshot?.Version
            ?? throw Refused($"the snapshot has no migration history", "Name the version.");
        var table = catalog.Find(name);
        var ledger =
            (table is null ? KnownMigrationTables.Find(name, Columns()) : tables[name])?.Ledger
            ?? throw Refused(
                $"the format of migration history {name} is unknown",
                "Record the migrations with the migration tool."
            );
        if (Columns().Except(ledger.Carried).FirstOrDefault() is { } unknown)
            throw Refused(
                $"the manifest has migration column {unknown}, which {name} lacks",
                "Export the snapshot again."
            );
        var wanted = Wanted(ledger, version, name);
        RefuseOtherTool(target, name);
        var there = target?.Entries ?? [];
        if (target?.Newest is { } newest && newest.Version != version)
            return wantedVersion is null
                ? throw OtherVersion(newest, version)
                : Replacing(new(name, version, ledger, [.. wanted], there, newest.Version, IsTableMissing: false));
        var missing = wanted.FindAll(entry => !there.Any(other => ledger.Key.All(key => other[key] == entry[key])));
        return new(name, version, ledger, [.. missing], [], null, table is null);
    }

    public static SnapshotSeedException Refused(
        MessageTemplate problem,
        MessageTemplate way,
        Exception? cause = null
    ) =>
        new(
            $"{Setting.StampMigration}: {problem}",
            $"{way} To keep the target's migration history unchanged, do not use {Setting.StampMigration}.",
            cause is null ? FailureKind.Failed : FailureKind.WrongUsage,
            cause
        )
        {
            IsNothingWritten = true,
        };

    private ImmutableArray<string> Columns() =>
        entries.IsEmpty ? [] : [.. entries[0].Values.Select(value => value.Column)];

    /// <summary>Up to the version, or with the entry that the tool assumes for one that the snapshot lacks.</summary>
    private List<MigrationEntry> Wanted(Ledger ledger, string version, TableName table)
    {
        var last = entries.Select(entry => entry.Version).ToList().LastIndexOf(version);
        if (last >= 0 && !ledger.KeepsOne)
            return [.. entries.Take(last + 1)];

        // A database with several heads is at all of them.
        if (last >= 0)
            return version == snapshot?.Version ? [.. entries] : [entries[last]];
        var unknown = ledger
            .Carried.Skip(1)
            .Where(column => ledger.Assumed.All(known => known.Column != column))
            .ToList();
        if (unknown.Count > 0)
            throw Refused(
                $"the snapshot has no version {version}, so column {string.Join(", ", unknown)} of {table} is unknown",
                "Name a version of the snapshot, or export the snapshot again."
            );
        MigrationEntry assumed = new([
            (ledger.Carried[0], version),
            .. ledger.Assumed.Select(known =>
                (known.Column, known.Column == "installed_rank" ? $"{entries.Length + 1}" : known.Value)
            ),
        ]);
        return ledger.KeepsOne ? [assumed] : [.. entries, assumed];
    }

    /// <summary>Keeps the start that both histories have: a tool may order them by when they ran.</summary>
    private static Stamp Replacing(Stamp stamp)
    {
        var same = stamp.Ledger.KeepsOne
            ? 0
            : stamp
                .Entries.Zip(stamp.Removed)
                .TakeWhile(pair => AreSame(stamp.Ledger, pair.First, pair.Second))
                .Count();
        return stamp with { Entries = stamp.Entries[same..], Removed = stamp.Removed[same..] };
    }

    private static bool AreSame(Ledger ledger, MigrationEntry entry, MigrationEntry other) =>
        entry.Version == other.Version && ledger.Key.All(key => entry[key] == other[key]);

    private static SnapshotSeedException OtherVersion(MigrationVersion target, string version) =>
        Refused(
            $"the target is at migration {target.ToString()}, the snapshot at {version}",
            $"Use {Setting.StampMigration.As(version)} if the target's schema is that of {version}; it replaces the target's "
                + $"version."
        );

    private static void RefuseOtherTool(MigrationState? target, TableName name)
    {
        if (target is not null && target.Table.Name != name)
            throw Refused(
                $"the target is at migration {target.Newest.ToString()}, the snapshot records migrations in {name}",
                $"Record the migrations with the tool of the target."
            );
    }
}
