namespace SnapshotSeed.Postgres;

/// <summary>A question that depends on no other one that is asked together with it.</summary>
/// <param name="Rows">About how many rows it looks at: how long it takes.</param>
/// <param name="Ask">Asks it, of another session again where one is lost; returns what takes the answer.</param>
internal sealed record Question(long Rows, Func<Batch, Action> Ask)
{
    /// <summary>One that has one answer.</summary>
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
