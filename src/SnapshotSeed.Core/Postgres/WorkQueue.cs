namespace SnapshotSeed.Postgres;

/// <summary>Work for several workers. Some pieces can start only when others are done.</summary>
/// <param name="next">The next piece that can start now, or null. It is called by one worker at a time.</param>
internal sealed class WorkQueue<T>(Func<T?> next)
    where T : class
{
    private readonly Lock gate = new();
    private readonly Queue<T> left = [];
    private TaskCompletionSource change = NewChange();
    private int atWork;

    /// <summary>Takes a piece. The worker must then call <see cref="Done"/> or <see cref="Leave"/>.</summary>
    /// <param name="withLeft">Whether to take pieces that other workers left, if there is no other piece.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The piece; null if there will be none.</returns>
    public async Task<T?> TakeAsync(bool withLeft, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (gate)
            {
                if ((next() ?? (withLeft && left.TryDequeue(out var piece) ? piece : null)) is { } taken)
                {
                    atWork++;
                    return taken;
                }

                if (atWork == 0)
                    return null;
                changed = change.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public void Done()
    {
        lock (gate)
            Change();
    }

    /// <summary>Leaves a piece to another worker.</summary>
    public void Leave(T piece)
    {
        lock (gate)
        {
            left.Enqueue(piece);
            Change();
        }
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change()
    {
        atWork--;
        change.SetResult();
        change = NewChange();
    }
}
