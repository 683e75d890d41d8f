using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace SnapshotSeed.EntityFrameworkCore;

/// <summary>EF keeps only the last seeder, and validates options only when it builds services for them.</summary>
internal sealed class SeederGuard(Action<DbContext, bool> seeder) : DbConnectionInterceptor
{
    public override InterceptionResult ConnectionOpening(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result
    )
    {
        Check(eventData.Context);
        return result;
    }

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
                "UseSeeding was called after UseSnapshotSeed and would replace it. To run both, call UseSeeding before."
            );
    }
}
