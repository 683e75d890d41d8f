using SnapshotSeed.Postgres;

namespace SnapshotSeed.Core.Tests.Postgres;

/// <summary>Pieces of work for several workers at a time.</summary>
public sealed class SharedWork
{
    private readonly Queue<string> open = new();
    private readonly WorkQueue<string> work;

    public SharedWork() => work = new(() => open.TryDequeue(out var piece) ? piece : null);

    [Fact]
    public async Task Is_taken_in_its_order_until_there_is_none()
    {
        open.Enqueue("a");
        open.Enqueue("b");

        Assert.Equal("a", await TakeAsync());
        Assert.Equal("b", await TakeAsync());
        work.Done();
        work.Done();
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task Is_waited_for_while_another_is_at_work()
    {
        open.Enqueue("a");
        await TakeAsync();

        var waiting = TakeAsync();
        Assert.False(waiting.IsCompleted);
        open.Enqueue("b, which a has made possible");
        work.Done();

        Assert.Equal("b, which a has made possible", await waiting);
        work.Done();
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task That_is_left_is_taken_last_and_by_whoever_takes_such()
    {
        open.Enqueue("a");
        await TakeAsync();
        open.Enqueue("b");
        work.Leave("a");

        Assert.Equal("b", await TakeAsync(withLeft: true));
        Assert.Equal("a", await TakeAsync(withLeft: true));
        work.Done();
        work.Done();
        Assert.Null(await TakeAsync(withLeft: true));
    }

    [Fact]
    public async Task That_is_left_ends_nobodys_waiting_who_takes_such()
    {
        open.Enqueue("a");
        await TakeAsync();

        var waiting = TakeAsync(withLeft: true);
        work.Leave("a");

        Assert.Equal("a", await waiting);
    }

    [Fact]
    public async Task Is_not_waited_for_by_whoever_is_cancelled()
    {
        open.Enqueue("a");
        await TakeAsync();
        using var stop = new CancellationTokenSource();

        var waiting = work.TakeAsync(withLeft: false, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private Task<string?> TakeAsync(bool withLeft = false) => work.TakeAsync(withLeft, CancellationToken.None);
}
