using System.Text.RegularExpressions;
using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import;

/// <summary>Keeps a snapshot from being loaded into a database that someone lives in.</summary>
internal static partial class TargetGuard
{
    /// <exception cref="SnapshotSeedException">The name has no part like test, and is not allowed.</exception>
    public static void Check(string database, IReadOnlyCollection<string> allowed)
    {
        if (Allows(database, allowed))
            return;
        throw new SnapshotSeedException(
            $"refused to write to database {database}: its name has no part like test, dev, ci or local",
            $"Check {Setting.Target}. If this is the right database, pass {Setting.AllowTargets.As(database)}.",
            FailureKind.WrongUsage
        );
    }

    public static bool Allows(string database, IReadOnlyCollection<string> allowed) =>
        allowed.Contains(database) || LooksDisposable(database);

    /// <summary>Allowing the target by its name allows the databases of its partitions, too.</summary>
    /// <exception cref="SnapshotSeedException">Rows would go to a database that is not allowed.</exception>
    public static void CheckPartitions(IEnumerable<Table> tables, string database, IReadOnlyCollection<string> allowed)
    {
        var elsewhere = tables
            .SelectMany(
                table => table.ForeignPartitions.Where(partition => !IsAllowed(partition.Database)),
                MessageTemplate (table, partition) =>
                    $"{table.Name}: its partition {partition.Name} is in {Place(partition)}"
            )
            .ToList();
        if (allowed.Contains(database) || elsewhere.Count == 0)
            return;
        throw SnapshotSeedException.ForProblems(
            $"refused to write through database {database} to databases whose names have no part like test, dev, "
                + $"ci or local",
            elsewhere,
            $"If these are the right databases, pass {Setting.AllowTargets.As(database)}. Else load the other tables "
                + $"with {Setting.Only}.",
            FailureKind.WrongUsage
        );

        bool IsAllowed(string? name) => name is not null && (allowed.Contains(name) || LooksDisposable(name));

        static string Place(ForeignPartition partition) =>
            partition.Database is { } name ? $"database {name}" : "an unknown database";
    }

    /// <summary>A snapshot loaded into its own source would be taken for an import that worked.</summary>
    /// <exception cref="SnapshotSeedException">The databases are one, or the target is not allowed.</exception>
    public static async Task GuardAsync(
        NpgsqlConnection source,
        NpgsqlConnection target,
        ImportOptions options,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (await SameDatabase.IsAsync(source, target, cancellationToken))
        {
            throw new SnapshotSeedException(
                $"source and target are the same database, {target.Database}",
                $"Check {Setting.Source} and {Setting.Target}.",
                FailureKind.WrongUsage
            );
        }

        Check(target.Database, options.AllowTargets);
    }

    /// <exception cref="SnapshotSeedException">The database is read-only.</exception>
    public static void CheckWritable(DatabaseIdentity database)
    {
        if (!database.IsReadOnly)
            return;
        throw new SnapshotSeedException(
            $"database {database.Name} is read-only",
            "The target is a standby, or default_transaction_read_only is on for the role or database. Import as a role "
                + "that may write."
        )
        {
            IsNothingWritten = true,
        };
    }

    /// <summary>Whole parts count: <c>shop_test</c> and <c>ci-7</c> do, <c>latest</c> and <c>city</c> do not.</summary>
    public static bool LooksDisposable(string database) =>
        Parts().Split(database).Any(part => Disposable().IsMatch(part));

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+|(?<=\p{Ll})(?=\p{Lu})")]
    private static partial Regex Parts();

    [GeneratedRegex(
        @"^(tests?|testing|testdb|dbtest|dev|devel|develop|development|devdb|ci|local|localdb|localhost)\d*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Disposable();
}
