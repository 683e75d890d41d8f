using Microsoft.Extensions.Logging;
using SnapshotSeed.Matching;
using SnapshotSeed.Options;
using SnapshotSeed.Results;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import;

/// <summary>What is logged of an import before it runs.</summary>
internal static class ImportLog
{
    public static void Write(ILogger logger, PreparedImport prepared, ImportOptions options)
    {
        var (target, files, plan) = (prepared.Target, prepared.Snapshot.Files, prepared.Plan);
        foreach (var table in files.Tables.Where(table => table.IsEdited))
            WriteEdit(logger, table);
        if (options is { Migration: MigrationMode.Warn } && prepared.Comparison is { IsOther: true } comparison)
            Log.OtherMigration(logger, comparison.Snapshot!.Version, comparison.Target!.Newest.Version);
        if (options is { Migration: MigrationMode.Warn, StampMigration: null })
            WriteMissingHistory(logger, prepared);
        Events.SeedingStarted(
            logger,
            target.Catalog.Database.Name,
            plan.Tables.Count(),
            plan.Tables.Sum(load => load.Rows)
        );
        foreach (var load in plan.Tables.Where(IsToldApartByTimes))
            Log.MovedKey(logger, load.Table.Name);
        foreach (var load in plan.Tables)
        {
            foreach (var (column, old) in TableMismatches.Widened(load.Source, load.Table))
                Log.Widened(logger, load.Table.Name, column.Name, old, column.Type);
        }

        foreach (var sequence in plan.Tables.SelectMany(load => ColumnSequences.NotOf(load.Table)))
            Log.NotNumbered(logger, sequence.Name, sequence.Table, sequence.Column);
        var unknown = target
            .Catalog.LooseSequences.Select(sequence => sequence.Name)
            .Except(files.Sequences.Select(sequence => sequence.Name))
            .ToList();
        if (unknown.Count > 0 && files.HasManifest)
            Log.LooseSequences(logger, string.Join(", ", unknown));
    }

    // A history that is empty, or that the role cannot read, may be any.
    private static void WriteMissingHistory(ILogger logger, PreparedImport prepared)
    {
        var target = prepared.Target;
        if (
            prepared.Comparison is { Snapshot: { } snapshot, Target: null }
            && !target.Catalog.Tables.Any(table => target.Histories.Contains(table.Name))
        )
            Log.NoMigration(logger, snapshot.Version);
    }

    private static void WriteEdit(ILogger logger, SnapshotTable table)
    {
        Log.Edited(logger, table.File, table.Content.Rows, table.Manifest!.Rows);
        if (!table.Content.IsEnded)
            Log.Unended(logger, table.File);
    }

    private static bool IsToldApartByTimes(TableLoad load) =>
        load.Columns.Any(column =>
            column.Conversion?.Shift is not null && load.Key?.Columns.Contains(column.Target.Name) != false
        );
}
