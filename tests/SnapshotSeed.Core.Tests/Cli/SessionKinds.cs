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
    [InlineData("any", true, true, null)]
    [InlineData("primary", false, true, null)]
    [InlineData("primary", true, true, "the server is a standby")]
    [InlineData("standby", true, true, null)]
    [InlineData("standby", false, false, "the server is no standby")]
    [InlineData("read-write", false, false, null)]
    [InlineData("read-write", false, true, "the session is read-only")]
    [InlineData("read-only", false, true, null)]
    [InlineData("read-only", false, false, "the session may write")]
    public void Are_told_by_recovery_and_by_what_sessions_may_do(
        string kind,
        bool isStandby,
        bool isReadOnly,
        string? obstacle
    ) => Assert.Equal(obstacle, SessionKind.Obstacle(kind, isStandby, isReadOnly));
}
