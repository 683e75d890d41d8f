namespace SnapshotSeed.Postgres;

/// <summary>A question that does not depend on others asked at the same time.</summary>
/// <param name="Rows">About how many rows it reads, which tells how long it takes.</param>
/// <param name="Ask">
/// Adds its statements to a batch, a second time if a session is lost, and returns the action that takes the answers.
/// </param>
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
