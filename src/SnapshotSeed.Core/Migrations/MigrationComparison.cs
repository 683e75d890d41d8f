using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Migrations;

/// <summary>The snapshot is null without a migration history, the target if no known tool migrated it.</summary>
internal sealed record MigrationComparison(MigrationVersion? Snapshot, MigrationState? Target)
{
    public bool IsSame => Snapshot is not null && Target is not null && Snapshot.Version == Target.Newest.Version;

    public bool IsOther => Snapshot is not null && Target is not null && !IsSame;

    /// <summary>A sentence about both sides; empty if neither has a version.</summary>
    public string Words => (Snapshot ?? Target?.Newest) is null ? "" : $"{char.ToUpperInvariant(Fact[0])}{Fact[1..]}.";

    private string Fact =>
        (Snapshot, Target) switch
        {
            (null, null) => "neither the snapshot nor the target has a migration history",
            (null, { } target) => $"the snapshot has no migration history, the target is at migration {target.Newest}",
            ({ } snapshot, null) =>
                $"the snapshot was taken at migration {snapshot}, the target has no migration history",
            ({ } snapshot, { } target) when IsSame => $"snapshot and target are both at migration {snapshot}",
            ({ } snapshot, { } target) =>
                $"the snapshot was taken at migration {snapshot}, the target is at migration {target.Newest}",
        };

    /// <summary>What to do about rows that do not fit the target.</summary>
    public string Way =>
        (Snapshot, Target) switch
        {
            ({ } snapshot, { } target) when !IsSame && target.Versions.Contains(snapshot.Version) =>
                $"Import into a database at {snapshot.Version} and then migrate it, or export the snapshot again.",
            ({ } snapshot, { IsWhole: true }) when !IsSame =>
                $"Run the migrations on the target, up to {snapshot.Version}.",
            _ when IsSame => "Correct the edited files, or export the snapshot again.",
            _ => "Run the migrations on the target, or correct the edited files. Otherwise export the snapshot again "
                + "from a source with the target's schema.",
        };

    /// <exception cref="SnapshotSeedException">The versions differ, or a version is missing.</exception>
    public void Require()
    {
        if (IsSame)
            return;
        MessageTemplate stamp =
            Target is null && Snapshot is not null
                ? (MessageTemplate)
                    $" If its schema is already the snapshot's, record the migrations with {Setting.StampMigration}."
                : $"";
        MessageTemplate way = Snapshot is null ? "Export from a database that has a migration history." : Way;
        throw new SnapshotSeedException(
            $"{Setting.Migration.As("require")}: {Fact}",
            $"{way}{stamp} To load anyway, use {Setting.Migration.As("warn")}."
        )
        {
            IsNothingWritten = true,
        };
    }
}
