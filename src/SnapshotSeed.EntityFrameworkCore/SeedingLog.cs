using Microsoft.Extensions.Logging;

namespace SnapshotSeed.EntityFrameworkCore;

internal static partial class SeedingLog
{
    [LoggerMessage(
        EventId = 1,
        EventName = "seeding_started",
        Level = LogLevel.Information,
        Message = "Loading the snapshot {Folder} into database {Database}"
    )]
    public static partial void Started(ILogger logger, string folder, string database);

    [LoggerMessage(
        EventId = 2,
        EventName = "seeding_completed",
        Level = LogLevel.Information,
        Message = "Seeded database {Database}: {Inserted} inserted, {Updated} updated ({Tables})"
    )]
    public static partial void Completed(ILogger logger, string database, long inserted, long updated, string tables);

    [LoggerMessage(
        EventId = 3,
        EventName = "seeding_skipped",
        Level = LogLevel.Information,
        Message = "Skipped database {Database}: its name has no part like test, dev, ci or local"
    )]
    public static partial void Skipped(ILogger logger, string database);
}
