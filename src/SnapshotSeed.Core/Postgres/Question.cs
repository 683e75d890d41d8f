namespace SnapshotSeed.Postgres;

/// <summary>A question independent of others. <paramref name="Ask"/> runs again if a session is lost.</summary>
internal sealed record Question(long Rows, Func<Batch, Action> Ask)
{
    public static Question Of<T>(long rows, Func<Batch, Answer<T>> ask, Action<T> take) =>
        new(
            rows,
            batch =>
            {
                var answer = ask(batch);
                return () => take(answer.Value);
            }
        );
}
