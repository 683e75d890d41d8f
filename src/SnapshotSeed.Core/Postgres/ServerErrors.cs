using Npgsql;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Postgres;

/// <summary>
/// Converts the server's errors into <see cref="StatementException"/>, which has a subject and quotes no values.
/// </summary>
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
    /// <exception cref="SnapshotSeedException">The server refused a statement.</exception>
    public static async Task<T> OrSnapshotSeedExceptionAsync<T>(this Task<T> task)
    {
        try
        {
            return await task;
        }
        catch (StatementException e)
        {
            throw new SnapshotSeedException(
                e.Message,
                "See the innermost exception, and appendix A of the PostgreSQL documentation for the SQLSTATE.",
                innerException: e
            );
        }
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
