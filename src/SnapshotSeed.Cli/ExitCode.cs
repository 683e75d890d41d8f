using SnapshotSeed.Results;

namespace SnapshotSeed.Cli;

/// <summary>Part of the tool's contract.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int Different = 3;
    public const int Cancelled = 130;

    public static int Of(ImportResult result) => result.Problems.IsEmpty ? Of(result.Verification) : Failed;

    public static int Of(VerificationReport? report) => report is { Succeeded: false } ? Different : Done;
}
