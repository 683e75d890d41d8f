using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Migrations;

/// <summary>The migrations of a snapshot and of a target, side by side. Pure.</summary>
/// <param name="Snapshot">That of the snapshot, where it tells one.</param>
/// <param name="Target">Those of the target, where a known tool left any.</param>
internal sealed record MigrationComparison(MigrationVersion? Snapshot, MigrationState? Target)
{
    /// <summary>Whether both tell a version, and the same.</summary>
    public bool IsSame => Snapshot is not null && Target is not null && Snapshot.Version == Target.Newest.Version;

    /// <summary>Whether both tell a version, and they differ.</summary>
    public bool IsOther => Snapshot is not null && Target is not null && !IsSame;

    /// <summary>Both sides in words; nothing where neither tells a version.</summary>
    public string Words =>
        (Snapshot, Target) switch
        {
            (null, null) => "",
            (null, { } target) => $"The snapshot tells no migration, the target is at {target.Newest}.",
            ({ } snapshot, null) => $"The snapshot was taken at migration {snapshot}, the target tells none.",
            ({ } snapshot, { } target) when IsSame => $"Snapshot and target are both at migration {snapshot}.",
            ({ } snapshot, { } target) =>
                $"The snapshot was taken at migration {snapshot}, the target is at {target.Newest}.",
        };

    /// <summary>The shortest way on for rows that do not fit.</summary>
    public string Way =>
        (Snapshot, Target) switch
        {
            ({ } snapshot, { } target) when !IsSame && target.Versions.Contains(snapshot.Version) =>
                $"Import into a database at {snapshot.Version} and migrate it then, or export the snapshot again.",
            ({ } snapshot, { IsWhole: true }) when !IsSame =>
                $"Run the migrations on the target, up to {snapshot.Version}.",
            _ when IsSame => "Correct what was edited, or export the snapshot again.",
            _ =>
                "Run the migrations on the target, export the snapshot again from a source with the same schema, or correct "
                    + "what was edited.",
        };

    /// <exception cref="SnapshotSeedException">They have to be the same and are not.</exception>
    public void Require()
    {
        if (IsSame)
            return;
        MessageTemplate stamp =
            Target is null && Snapshot is not null
                ? (MessageTemplate)
                    $" If its schema is that of the snapshot, {Setting.StampMigration} says so to its tool."
                : $"";
        MessageTemplate way = Snapshot is null
            ? (MessageTemplate)"Export the snapshot from a database with a migration tool's table."
            : Way;
        throw new SnapshotSeedException(
            $"{(Words.Length == 0 ? "Neither snapshot nor target tells a migration" : Words.TrimEnd('.'))}, and {Setting.Migration.As("require")} needs the same",
            $"{way}{stamp} To load anyway, use {Setting.Migration.As("warn")}."
        )
        {
            IsNothingWritten = true,
        };
    }
}
