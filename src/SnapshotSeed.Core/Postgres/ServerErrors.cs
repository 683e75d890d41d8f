using Npgsql;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Postgres;

/// <summary><see cref="StatementException"/> has a subject and quotes no values.</summary>
internal static class ServerErrors
{
    public static async Task OrRefusalAsync(this Task task, string? subject = null, bool givesValues = false)
    {
        try
        {
            await task;
        }
        catch (PostgresException e)
        {
            throw new StatementException(e, subject, givesValues);
        }
    }

    /// <summary>For callers of the library, who catch one type of exception.</summary>
    public static async Task<T> OrSnapshotSeedExceptionAsync<T>(this Task<T> task)
    {
        try
        {
            return await task;
        }
        catch (StatementException e)
        {
            throw new SnapshotSeedException(e.Message, ServerHints.Of(e), FailureKind.Server, e)
            {
                IsNothingWritten = true,
            };
        }
    }

    public static Task OrSnapshotSeedExceptionAsync(this Task task) => DoneAsync(task).OrSnapshotSeedExceptionAsync();

    private static async Task<bool> DoneAsync(Task task)
    {
        await task;
        return true;
    }

    public static async Task<T> OrRefusalAsync<T>(this Task<T> task, string? subject = null, bool givesValues = false)
    {
        try
        {
            return await task;
        }
        catch (PostgresException e)
        {
            throw new StatementException(e, subject, givesValues);
        }
    }
}
