using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace SnapshotSeed.EntityFrameworkCore;

/// <summary>Seeds a context after its migrations.</summary>
public static class SnapshotSeedDbContextOptionsExtensions
{
    /// <summary>
    /// Loads a snapshot folder after every Migrate, EnsureCreated and <c>dotnet ef database update</c>, synchronous or
    /// not, on the context's connection and within its transaction if it has one. It runs even if EF changed nothing; a
    /// second run inserts only missing rows. Seeders that were registered earlier run first. A seeder that is
    /// registered later would replace this one, so the context then refuses to connect (<see
    /// cref="InvalidOperationException"/>).
    /// </summary>
    /// <param name="builder">The builder of the context's options.</param>
    /// <param name="folder">The snapshot folder.</param>
    /// <param name="options">
    /// When and how to load it. Default: into test databases only, with the default options.
    /// </param>
    public static DbContextOptionsBuilder UseSnapshotSeed(
        this DbContextOptionsBuilder builder,
        string folder,
        SnapshotSeedOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(folder);
        var seeder = new ContextSeeder(folder, options ?? new SnapshotSeedOptions());
        var registered = builder.Options.FindExtension<CoreOptionsExtension>();
        var (before, beforeAsync) = (registered?.Seeder, registered?.AsyncSeeder);
        Action<DbContext, bool> seed = (context, changed) =>
        {
            before?.Invoke(context, changed);
            seeder.Run(context);
        };
        builder.UseSeeding(seed);
        builder.UseAsyncSeeding(
            async (context, changed, cancellationToken) =>
            {
                if (beforeAsync is not null)
                    await beforeAsync(context, changed, cancellationToken).ConfigureAwait(false);
                else
                    before?.Invoke(context, changed);
                await seeder.RunAsync(context, cancellationToken).ConfigureAwait(false);
            }
        );
        builder.AddInterceptors(new SeederGuard(seed));
        return builder;
    }

    /// <inheritdoc cref="UseSnapshotSeed(DbContextOptionsBuilder, string, SnapshotSeedOptions?)"/>
    public static DbContextOptionsBuilder<TContext> UseSnapshotSeed<TContext>(
        this DbContextOptionsBuilder<TContext> builder,
        string folder,
        SnapshotSeedOptions? options = null
    )
        where TContext : DbContext
    {
        UseSnapshotSeed((DbContextOptionsBuilder)builder, folder, options);
        return builder;
    }
}
