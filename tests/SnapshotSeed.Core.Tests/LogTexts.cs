using Microsoft.Extensions.Logging;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Core.Tests;

public sealed class LogTexts
{
    [Fact]
    public void Are_those_that_were_approved()
    {
        TableName users = new("public", "users");
        var log = new Lines();

        Log.Exporting(log, "demo", 3);
        Log.Wrote(log, users, 100);
        Log.LeftOut(log, "schema_migrations");
        Log.Dangling(log, 2, "orders (buyer) -> users (id)", "orders_buyer");
        Log.StoppedFilling(log, "links", 100);
        Log.StandbyConflict(log, 2);
        Log.Rewritten(log, "users", 2);
        Log.Waiting(log);
        Log.Importing(log, "test", 3);
        Log.Edited(log, "users.tsv", 4, 3);
        Log.Unended(log, "users.tsv");
        Log.OtherMigration(log, "20240102", "20240101");
        Log.Loaded(log, "(teams, users)");
        Log.CannotMove(log, new("public", "users_id_seq"), users, "id");
        Log.NotNumbered(log, new("public", "users_id_seq"), users, "id");
        Log.LooseSequences(log, "hibernate_sequence");
        Log.ChangedWithoutKey(log, users, 2);

        Assert.Equal(typeof(Log).GetMethods().Count(method => method.IsStatic), log.Count);
        Approval.Verify(log.ToString(), "log");
    }

    private sealed class Lines : ILogger
    {
        private readonly Said said = new();

        public int Count { get; private set; }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            Count++;
            said.Text($"{eventId.Name}: {logLevel}", formatter(state, exception));
        }

        public override string ToString() => said.ToString();
    }
}
