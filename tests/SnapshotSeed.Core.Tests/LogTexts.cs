using SnapshotSeed.Model;
using SnapshotSeed.Results;

namespace SnapshotSeed.Core.Tests;

public sealed class LogTexts
{
    [Fact]
    public void Are_those_that_were_approved()
    {
        TableName users = new("public", "users");
        var log = new LogLines();

        Log.Wrote(log, users, "100 rows");
        Log.LeftOut(log, "schema_migrations");
        Log.Dangling(log, "2 exported rows", "orders (buyer) -> users (id)", "orders_buyer");
        Log.StoppedFilling(log, "links", 8);
        Log.StoppedLooking(log, "(teams, users)", 200_000);
        Log.NoIndex(log, "tags (content) -> items (id)", new TableName("public", "tags"), "content");
        Log.SkippedWithoutDefault(log, users, "token");
        Log.Failed(log, "(teams, users)");
        Log.IntoExtension(log, "orders (unit) -> units (id)", new TableName("public", "units"));
        Log.UnreadOfExtension(log, new TableName("cron", "job"));
        Log.HeirLeftOut(log, users, new TableName("public", "guests"));
        Log.LargeObjects(log, new TableName("public", "files"), "content", "3 values");
        Log.UnseenPartitions(log, users, "users_2024, users_2025");
        Log.Children(log, "30 rows", new TableName("public", "lines"), new TableName("public", "orders"));
        Log.StandbyConflict(log, 2);
        Log.Rewritten(log, "users", 2);
        Log.Widened(log, users, "name", "character varying(120)", "text");
        Log.Waiting(log);
        Log.Edited(log, "users.tsv", 4, 3);
        Log.Unended(log, "users.tsv");
        Log.OtherMigration(log, "20240102", "20240101");
        Log.MovedKey(log, new("public", "page_views"));
        Log.Stamped(log, new("public", "schema_migrations"), 3, "20240102");
        Log.Replaced(log, new("public", "alembic_version"), "bbb222", "aaa111");
        Log.NoMigration(log, "20240102");
        Log.Postponed(log, users);
        Log.Operation(log, "insert    (teams, users), in one statement");
        Log.Loaded(log, "(teams, users)");
        Log.CannotMove(log, new("public", "users_id_seq"), users, "id");
        Log.CannotMoveLoose(log, new("public", "hibernate_sequence"));
        Log.NotNumbered(log, new("public", "users_id_seq"), users, "id");
        Log.LooseSequences(log, "hibernate_sequence");
        Log.ChangedWithoutKey(log, users, 2);

        Assert.Equal(typeof(Log).GetMethods().Count(method => method.IsStatic), log.Lines.Count);
        var said = new FailureTranscript();
        foreach (var (kind, line) in log.Kinds.Zip(log.Lines))
            said.Text(kind!, line);
        Approval.Verify(said.ToString(), "log");
    }
}
