using System.Text.RegularExpressions;

namespace SnapshotSeed.Loading;

/// <summary>Keeps a snapshot from being loaded into a database that someone lives in.</summary>
internal static partial class TargetGuard
{
    /// <exception cref="SnapshotSeedException">The name has no part like test, dev, ci or local, and is not the allowed one.</exception>
    public static void Check(string database, string? allowedTarget)
    {
        if (database == allowedTarget || LooksDisposable(database))
            return;
        throw new SnapshotSeedException(
            $"refused to write to database {database}: its name has no part like test, dev, ci or local",
            $"Check DATABASE_URL_TEST or --target. If this is the right database, pass --allow-target {database}.",
            FailureKind.WrongUsage);
    }

    /// <summary>Whole parts count: <c>shop_test</c> and <c>ci-7</c> do, <c>latest</c> and <c>city</c> do not.</summary>
    public static bool LooksDisposable(string database) => Parts().Split(database).Any(part => Disposable().IsMatch(part));

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+|(?<=\p{Ll})(?=\p{Lu})")]
    private static partial Regex Parts();

    [GeneratedRegex(@"^(tests?|testing|testdb|dbtest|dev|devel|develop|development|devdb|ci|local|localdb|localhost)\d*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Disposable();
}
