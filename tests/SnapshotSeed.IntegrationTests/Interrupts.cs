using System.Runtime.InteropServices;

namespace SnapshotSeed.IntegrationTests;

/// <summary>
/// SIGINT for the programs that tests start. A shell without job control starts what it puts in the background with
/// SIGINT ignored, and so is then all that is started below it: Ctrl+C would end no tool, as it should not.
/// </summary>
internal static class Interrupts
{
    private const int Sigint = 2;
    private const nint Default = 0;
    private const nint Ignored = 1;

    // More than a struct sigaction anywhere. It begins with the handler.
    private const int ActionSize = 1024;

    private static readonly Lock Turn = new();

    /// <summary>
    /// Makes sure that programs started from now on are ended by SIGINT. Where this process does not ignore it, the
    /// runtime has seen to that already.
    /// </summary>
    public static void ReachPrograms()
    {
        using var turn = Turn.EnterScope();
        var action = new byte[ActionSize];
        Assert.True(GetAction(Sigint, 0, action) == 0, "it cannot be found out whether SIGINT is ignored");
        if (MemoryMarshal.Read<nint>(action) == Ignored)
            Assert.True(SetHandler(Sigint, Default) == Ignored, "SIGINT is ignored and cannot be given back");
    }

    [DllImport("libc", EntryPoint = "sigaction")]
    private static extern int GetAction(int signal, nint newAction, [Out] byte[] action);

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetHandler(int signal, nint handler);
}
