namespace SnapshotSeed.IntegrationTests.Laws;

/// <summary>A law that did not hold.</summary>
/// <param name="Step">What was being done.</param>
/// <param name="Reason">How it failed.</param>
/// <param name="Sql">The database that it failed for.</param>
internal sealed record BrokenLaw(string Step, Exception Reason, string Sql)
{
    /// <summary>
    /// Whether it is probably the same defect. That a made-up database could not even be created is none.
    /// </summary>
    public bool IsLike(BrokenLaw other) =>
        Step == other.Step
        && Reason.GetType() == other.Reason.GetType()
        && FirstWords(Reason) == FirstWords(other.Reason);

    private static string FirstWords(Exception e) => e.Message[..Math.Min(12, e.Message.Length)];
}
