using SnapshotSeed.Cli.Connections;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class SessionKinds
{
    [Theory]
    [InlineData(null, "any")]
    [InlineData("any", "any")]
    [InlineData("read-write", "read-write")]
    [InlineData("prefer-standby", "standby", "any")]
    [InlineData("prefer-primary", "primary", "any")]
    public void Are_looked_for_in_turn(string? attributes, params string[] kinds) =>
        Assert.Equal(kinds, SessionKind.InTurn(attributes));

    [Theory]
    [InlineData("any", true, true, true)]
    [InlineData("primary", false, true, true)]
    [InlineData("primary", true, true, false)]
    [InlineData("standby", true, true, true)]
    [InlineData("standby", false, false, false)]
    [InlineData("read-write", false, false, true)]
    [InlineData("read-write", false, true, false)]
    [InlineData("read-only", false, true, true)]
    [InlineData("read-only", false, false, false)]
    public void Are_told_by_recovery_and_by_what_sessions_may_do(
        string kind,
        bool isStandby,
        bool isReadOnly,
        bool suits
    ) => Assert.Equal(suits, SessionKind.Obstacle(kind, isStandby, isReadOnly) is null);
}
