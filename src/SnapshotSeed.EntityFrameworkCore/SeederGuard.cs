using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace SnapshotSeed.EntityFrameworkCore;

/// <summary>
/// Makes sure, whenever a context connects, that the seeder which was registered is still the one that runs: EF keeps only
/// the last, and validates options only when it builds services for them.
/// </summary>
/// <param name="seeder">The seeder.</param>
internal sealed class SeederGuard(Action<DbContext, bool> seeder) : DbConnectionInterceptor
{
    /// <inheritdoc/>
    public override InterceptionResult ConnectionOpening(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result
    )
    {
        Check(eventData.Context);
        return result;
    }

    /// <inheritdoc/>
    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    )
    {
        Check(eventData.Context);
        return ValueTask.FromResult(result);
    }

    private void Check(DbContext? context)
    {
        var options = context?.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>();
        if (options is not null && options.Seeder != seeder)
            throw new InvalidOperationException(
                "UseSeeding was called after UseSnapshotSeed and would run in its place. Call it before: then both run."
            );
    }
}
