using Microsoft.Extensions.Logging;

namespace SnapshotSeed.Results;

/// <summary>Logs results as <see cref="Events"/>: each table, then the totals. Only what is complete has a result.</summary>
internal static class ResultEvents
{
    public static void Write(ILogger logger, ExportResult result)
    {
        foreach (var table in result.Tables)
            Events.TableExported(
                logger,
                table.Name,
                table.Rows,
                table.Asked,
                table.Sampled,
                table.Backfilled,
                table.Included,
                Seconds(table.Elapsed)
            );
        Events.ExportCompleted(
            logger,
            result.Database,
            result.Tables.Length,
            result.Tables.Sum(table => table.Rows),
            result.Asked,
            Seconds(result.Elapsed)
        );
    }

    public static void Write(ILogger logger, ImportResult result)
    {
        foreach (var table in result.Tables)
            Events.TableSeeded(
                logger,
                table.Name,
                table.Inserted,
                table.Updated,
                table.Skipped,
                table.Failed,
                Seconds(table.Elapsed)
            );
        Events.SeedingCompleted(
            logger,
            result.Database,
            result.Tables.Length,
            result.Tables.Sum(table => table.Inserted),
            result.Tables.Sum(table => table.Updated),
            result.Tables.Sum(table => table.Skipped),
            result.Tables.Sum(table => table.Failed),
            Seconds(result.Elapsed)
        );
    }

    public static void Write(ILogger logger, VerificationReport report)
    {
        foreach (var table in report.Tables)
            Events.TableVerified(
                logger,
                table.Name,
                table.Rows,
                table.Missing,
                table.Different,
                table.Succeeded,
                Seconds(table.Elapsed)
            );
        Events.VerificationCompleted(
            logger,
            report.Database,
            report.Tables.Length,
            report.Tables.Sum(table => table.Rows),
            report.Tables.Sum(table => table.Missing),
            report.Tables.Sum(table => table.Different),
            report.Succeeded,
            Seconds(report.Elapsed)
        );
    }

    /// <summary>A duration as logs and reports print it: in seconds, to the millisecond.</summary>
    public static double Seconds(TimeSpan elapsed) => Math.Round(elapsed.TotalSeconds, 3);
}
