using System.Diagnostics;
using SnapshotSeed.Testing;

namespace SnapshotSeed.Demo;

/// <summary>The command that the runner runs: it shares our terminal and gives us its exit code.</summary>
internal static class ChildCommand
{
    private const int NotFound = 127;

    internal static async Task<int> RunAsync(
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        StopSignals signals,
        TextWriter errors
    )
    {
        if (PathSearch.Find(command[0]) is not { } program)
        {
            await errors.WriteLineAsync($"error: {command[0]}: command not found");
            return NotFound;
        }
        var start = new ProcessStartInfo(program, command.Skip(1));
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var child = Process.Start(start)!;
        signals.ForwardTo(child.Id);
        await child.WaitForExitAsync(CancellationToken.None);
        signals.StopForwarding();
        return child.ExitCode;
    }
}
