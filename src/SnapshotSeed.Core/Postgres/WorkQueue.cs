namespace SnapshotSeed.Postgres;

/// <summary>Some pieces can start only when others are done. One worker at a time asks for the next.</summary>
internal sealed class WorkQueue<T>(Func<T?> next)
    where T : class
{
    private readonly Lock gate = new();
    private readonly Queue<T> left = [];
    private TaskCompletionSource change = NewChange();
    private int atWork;

    /// <summary>The worker must then call <see cref="Done"/> or <see cref="Leave"/>. Null if none will come.</summary>
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
