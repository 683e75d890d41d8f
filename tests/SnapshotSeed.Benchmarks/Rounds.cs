namespace SnapshotSeed.Benchmarks;

/// <summary>Runs variants interleaved, so that what else the machine does meets all of them.</summary>
internal static class Rounds
{
    /// <param name="sample">How many rounds.</param>
    /// <param name="variants">
    /// What a round runs; every second round in the opposite order. Told whether the round counts.
    /// </param>
    public static async Task RunAsync(Sample sample, IReadOnlyList<Func<bool, Task>> variants)
    {
        for (var round = 0; round < sample.WarmUps + sample.Rounds; round++)
        {
            foreach (var variant in round % 2 == 0 ? variants : variants.Reverse())
                await variant(round >= sample.WarmUps);
        }
    }
}
