using Microsoft.Extensions.Logging;
using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>
/// The events of an export, an import and a verification. Scripts read them: their names are the methods' names, their
/// fields stand in the templates, and docs/logs.md lists both.
/// </summary>
internal static partial class Events
{
    [LoggerMessage(LogLevel.Information, "Exporting database {database}: tables {tables}")]
    public static partial void ExportStarted(ILogger logger, string database, int tables);

    [LoggerMessage(
        LogLevel.Information,
        "{table}: rows {rows}, asked {asked}, sampled {sampled}, backfilled {backfilled}, included {included}, "
            + "seconds {seconds}"
    )]
    public static partial void TableExported(
        ILogger logger,
        TableName table,
        long rows,
        long asked,
        long sampled,
        long backfilled,
        long included,
        double seconds
    );

    [LoggerMessage(
        LogLevel.Information,
        "Exported database {database}: tables {tables}, rows {rows}, asked {asked}, seconds {seconds}"
    )]
    public static partial void ExportCompleted(
        ILogger logger,
        string database,
        int tables,
        long rows,
        long asked,
        double seconds
    );

    [LoggerMessage(LogLevel.Information, "Importing into database {database}: tables {tables}, rows {rows}")]
    public static partial void SeedingStarted(ILogger logger, string database, int tables, long rows);

    [LoggerMessage(
        LogLevel.Information,
        "{table}: inserted {inserted}, updated {updated}, skipped {skipped}, kept out {kept_out}, seconds {seconds}"
    )]
    public static partial void TableSeeded(
        ILogger logger,
        TableName table,
        long inserted,
        long updated,
        long skipped,
        long kept_out,
        double seconds
    );

    [LoggerMessage(
        LogLevel.Information,
        "Imported into database {database}: tables {tables}, inserted {inserted}, updated {updated}, "
            + "skipped {skipped}, kept out {kept_out}, seconds {seconds}"
    )]
    public static partial void SeedingCompleted(
        ILogger logger,
        string database,
        int tables,
        long inserted,
        long updated,
        long skipped,
        long kept_out,
        double seconds
    );

    [LoggerMessage(LogLevel.Information, "Verifying database {database}: tables {tables}, rows {rows}")]
    public static partial void VerificationStarted(ILogger logger, string database, int tables, long rows);

    [LoggerMessage(
        LogLevel.Information,
        "{table}: rows {rows}, missing {missing}, different {different}, verified {verified}, seconds {seconds}"
    )]
    public static partial void TableVerified(
        ILogger logger,
        TableName table,
        long rows,
        long missing,
        long different,
        bool verified,
        double seconds
    );

    [LoggerMessage(
        LogLevel.Information,
        "Verified database {database}: tables {tables}, rows {rows}, missing {missing}, different {different}, "
            + "verified {verified}, seconds {seconds}"
    )]
    public static partial void VerificationCompleted(
        ILogger logger,
        string database,
        int tables,
        long rows,
        long missing,
        long different,
        bool verified,
        double seconds
    );
}
