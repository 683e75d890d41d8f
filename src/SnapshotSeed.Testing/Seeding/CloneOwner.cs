using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace SnapshotSeed.Testing;

/// <summary>Clones bear the mark of their process; if its lock is free, a killed process left them.</summary>
internal sealed class CloneOwner(SeedServer server) : IAsyncDisposable
{
    private const string Prefix = "seed_test_clone_";

    // The first key of advisory locks with two keys.
    private const int LockClass = 0x5eed;

    private readonly SemaphoreSlim turn = new(1);
    private readonly int mark = RandomNumberGenerator.GetInt32(int.MaxValue);
    private NpgsqlConnection? holder;
    private int number;

    public async Task<string> NextNameAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (holder is null)
            {
                holder = await server.OpenAsync(null, cancellationToken);
                await LockAsync(holder, mark, cancellationToken);
                await DropAbandonedAsync(holder, cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{mark:x8}_{Interlocked.Increment(ref number)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (holder is not null)
            await holder.DisposeAsync();
        turn.Dispose();
    }

    private async Task DropAbandonedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var clones = await server.TextsAsync(
            "SELECT datname FROM pg_database WHERE starts_with(datname, $1)",
            Prefix,
            cancellationToken
        );
        foreach (var clonesOfOwner in clones.GroupBy(clone => clone[Prefix.Length..].Split('_')[0]))
        {
            if (
                !int.TryParse(clonesOfOwner.Key, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var owner)
                || owner == mark
                || !await LockAsync(connection, owner, cancellationToken)
            )
                continue;
            foreach (var clone in clonesOfOwner)
                await server.DropAsync(clone, cancellationToken);
        }
    }

    /// <returns>Whether the lock was free.</returns>
    private static async Task<bool> LockAsync(
        NpgsqlConnection connection,
        int owner,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT pg_try_advisory_lock({LockClass}, {owner})"
        );
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
