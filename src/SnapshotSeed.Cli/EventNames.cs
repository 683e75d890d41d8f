using Serilog.Core;
using Serilog.Events;
using SnapshotSeed.Results;

namespace SnapshotSeed.Cli;

/// <summary>Names each event in a field <c>event</c>, which scripts select by. The number that goes with it says nothing.</summary>
internal sealed class EventNames : ILogEventEnricher
{
    private const string Field = "event";

    // The report on stdout has their numbers, and stderr has the failure.
    private static readonly HashSet<string> Told =
    [
        nameof(Events.TableExported),
        nameof(Events.ExportCompleted),
        nameof(Events.TableSeeded),
        nameof(Events.SeedingCompleted),
        nameof(Events.TableVerified),
        nameof(Events.VerificationCompleted),
        nameof(RunLog.RunFailed),
    ];

    /// <summary>Whether a user at a terminal reads it anyway.</summary>
    public static bool IsTold(LogEvent entry) =>
        entry.Properties.GetValueOrDefault(Field) is ScalarValue { Value: string name } && Told.Contains(name);

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        var id = logEvent.Properties.GetValueOrDefault("EventId") as StructureValue;
        logEvent.RemovePropertyIfPresent("EventId");
        logEvent.RemovePropertyIfPresent("SourceContext");
        if (id?.Properties.FirstOrDefault(property => property.Name == "Name") is { } name)
            logEvent.AddPropertyIfAbsent(new(Field, name.Value));
    }
}
