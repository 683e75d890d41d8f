using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Migrations;

/// <summary>Decides how a target is stamped: see <see cref="ImportOptions.Stamp"/>. Pure.</summary>
/// <param name="snapshot">The snapshot's version, where it tells one.</param>
/// <param name="entries">What the snapshot tells of its migrations, the oldest first.</param>
internal sealed class StampPlanner(MigrationVersion? snapshot, ImmutableArray<MigrationEntry> entries)
{
    /// <exception cref="SnapshotSeedException">
    /// No tool is known, the target has migrations that the snapshot does not know, or its table cannot hold the version.
    /// </exception>
    public Stamp Plan(string? wantedVersion, MigrationState? target, DatabaseCatalog catalog, HistoryTables tables)
    {
        var name = snapshot?.Table ?? target?.Table.Name ?? throw Refused($"the snapshot names no migration tool", "");
        var version =
            wantedVersion
            ?? snapshot?.Version
            ?? throw Refused($"the snapshot tells no migration", "Name the version.");
        var table = catalog.Find(name);
        var ledger =
            (table is null ? KnownMigrationTables.Find(name, Columns()) : tables[name])?.Ledger
            ?? throw Refused(
                $"it is not known how the tool of {name} writes down its migrations",
                "Have the tool itself do that."
            );
        if (Columns().Except(ledger.Carried).FirstOrDefault() is { } unknown)
            throw Refused($"the manifest tells {unknown} of migrations, which {name} does not have", "");
        var wanted = Wanted(ledger, version, name);
        RefuseOthers(target, wanted, version);
        var there = target?.Table.Name == name ? target.Entries : [];
        var missing = wanted.FindAll(entry => !there.Any(other => ledger.Key.All(key => other[key] == entry[key])));
        return new(name, version, ledger, [.. missing], table is null);
    }

    /// <summary>Why a target cannot be stamped.</summary>
    public static SnapshotSeedException Refused(
        MessageTemplate problem,
        MessageTemplate way,
        Exception? cause = null
    ) =>
        new(
            $"{Setting.StampMigration}: {problem}",
            $"{way} Leave {Setting.StampMigration} out where the target's tool is to stay as it is.",
            cause is null ? FailureKind.Failed : FailureKind.WrongUsage,
            cause
        )
        {
            IsNothingWritten = true,
        };

    private ImmutableArray<string> Columns() =>
        entries.IsEmpty ? [] : [.. entries[0].Values.Select(value => value.Column)];

    /// <summary>What the snapshot tells up to the version; of a version that it does not know, what the tool assumes.</summary>
    private List<MigrationEntry> Wanted(Ledger ledger, string version, TableName table)
    {
        var last = entries.Select(entry => entry.Version).ToList().LastIndexOf(version);
        if (last >= 0 && !ledger.KeepsOne)
            return [.. entries.Take(last + 1)];

        // One that has several heads is at all of them.
        if (last >= 0)
            return version == snapshot?.Version ? [.. entries] : [entries[last]];
        var unknown = ledger
            .Carried.Skip(1)
            .Where(column => ledger.Assumed.All(known => known.Column != column))
            .ToList();
        if (unknown.Count > 0)
            throw Refused(
                $"the snapshot does not know {version}, so what {table} holds in {string.Join(", ", unknown)} cannot be told",
                "Name a version of the snapshot's, or export the snapshot again."
            );
        MigrationEntry assumed = new([
            (ledger.Carried[0], version),
            .. ledger.Assumed.Select(known =>
                (known.Column, known.Column == "installed_rank" ? $"{entries.Length + 1}" : known.Value)
            ),
        ]);
        return ledger.KeepsOne ? [assumed] : [.. entries, assumed];
    }

    /// <summary>A target that is ahead, or on another branch, is at no version that the snapshot could tell.</summary>
    private void RefuseOthers(MigrationState? target, List<MigrationEntry> wanted, string version)
    {
        if (target is null || wanted.Exists(entry => entry.Version == target.Newest.Version))
            return;
        throw Refused(
            $"the target is at migration {target.Newest.ToString()} already, which is not among those up to {version}",
            target.Versions.Contains(version)
                ? $"It has run {version} as well: nothing is left to be stamped."
                : $"{new MigrationComparison(snapshot, target).Way}"
        );
    }
}
