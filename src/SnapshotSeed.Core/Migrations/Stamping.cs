using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Migrations;

/// <summary>Stamps a target: see <see cref="ImportOptions.StampMigration"/>.</summary>
/// <param name="session">A session that may write.</param>
/// <param name="snapshot">The snapshot's version, where it tells one.</param>
/// <param name="entries">What the snapshot tells of its migrations, the oldest first.</param>
internal sealed class Stamping(Session session, MigrationVersion? snapshot, ImmutableArray<MigrationEntry> entries)
{
    /// <exception cref="SnapshotSeedException">
    /// No tool is known, the target has migrations that the snapshot does not know, or its table cannot hold the version.
    /// </exception>
    /// <exception cref="StatementException">The server refused a statement, such as that which makes the table.</exception>
    public async Task<StampedMigration> RunAsync(
        string? wantedVersion,
        MigrationState? target,
        DatabaseCatalog catalog,
        HistoryTables tables,
        CancellationToken cancellationToken
    )
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
        if (table is null)
            await CreateAsync(name, ledger, cancellationToken);
        var there = target?.Table.Name == name ? target.Entries : [];
        var missing = wanted.FindAll(entry => !there.Any(other => ledger.Key.All(key => other[key] == entry[key])));
        if (missing.Count > 0 && ledger.KeepsOne)
            await session.ExecuteInOwnPathAsync([$"DELETE FROM {name}"], cancellationToken);
        foreach (var entry in missing)
            await WriteAsync(name, ledger, entry, cancellationToken);
        return new(name, version, missing.Count);
    }

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

    private async Task CreateAsync(TableName name, Ledger ledger, CancellationToken cancellationToken)
    {
        var hasSchema = await session.ValueAsync<bool>(
            $"SELECT to_regnamespace({Sql.Literal(((Sql)$"{new Identifier(name.Schema)}").ToString())}) IS NOT NULL",
            cancellationToken
        );
        var statements = new List<Sql>();
        if (!hasSchema)
            statements.Add($"CREATE SCHEMA {new Identifier(name.Schema)}");
        statements.Add($"CREATE TABLE {name} ({Sql.FromCatalog(ledger.Definition)})");
        await session.ExecuteInOwnPathAsync(statements, cancellationToken);
    }

    private async Task WriteAsync(
        TableName table,
        Ledger ledger,
        MigrationEntry entry,
        CancellationToken cancellationToken
    )
    {
        var columns = entry.Values.Select(value => value.Column).Concat(ledger.Filled.Select(fill => fill.Column));
        var values = entry
            .Values.Select(Sql (value) => value.Value is { } text ? (Sql)$"{Parameter.Untyped(text)}" : $"NULL")
            .Concat(ledger.Filled.Select(fill => Sql.FromCatalog(fill.Value)));
        var attempt = await session.TryAsync(
            async () =>
            {
                await session.ExecuteAsync(
                    $"INSERT INTO {table} ({Sql.Columns(columns)}) VALUES ({Sql.List(values)})",
                    table.ToString(),
                    cancellationToken
                );
                return true;
            },
            cancellationToken
        );
        if (attempt.Refusal is { } refusal)
            throw refusal.IsAboutValues || refusal.IsAboutRows
                ? Refused(
                    $"{table} cannot hold version {entry.Version} (SQLSTATE {refusal.SqlState})",
                    "Name one that it can.",
                    refusal
                )
                : refusal;
    }

    private static SnapshotSeedException Refused(
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
}
