using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Behaviours.Faults;

/// <summary>A phase of a command, met by a text that only that phase sends.</summary>
internal sealed record Phase(string Name, string Text)
{
    /// <summary>Options of the command without which the phase does not come.</summary>
    public ImmutableArray<string> Options { get; init; } = [];
}
