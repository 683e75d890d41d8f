namespace SnapshotSeed.Postgres;

/// <summary>Pieces of work for several workers at a time. Some can be begun only when others are done.</summary>
/// <param name="next">The next piece that can be begun by now; null where there is none. Called by one worker at a time.</param>
internal sealed class WorkQueue<T>(Func<T?> next)
    where T : class
{
    private readonly Lock gate = new();
    private readonly Queue<T> left = [];
    private TaskCompletionSource change = NewChange();
    private int atWork;

    /// <summary>Takes a piece, for which <see cref="Done"/> or <see cref="Leave"/> has to be called.</summary>
    /// <param name="withLeft">Whether pieces that others have left are taken as well, when there are no others.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The piece; null where there will be none any more.</returns>
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

    /// <summary>Says that a piece is done.</summary>
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
