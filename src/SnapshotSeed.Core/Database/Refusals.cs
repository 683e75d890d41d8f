using Npgsql;

namespace SnapshotSeed.Database;

/// <summary>Turns the server's errors into ours, which know what they are about and quote no values.</summary>
internal static class Refusals
{
    public static async Task OrRefusalAsync(this Task task, string? subject = null, bool givesValues = false)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            throw new StatementException(e, subject, givesValues);
        }
    }

    public static async Task<T> OrRefusalAsync<T>(this Task<T> task, string? subject = null, bool givesValues = false)
    {
        try
        {
            return await task.ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            throw new StatementException(e, subject, givesValues);
        }
    }
}
