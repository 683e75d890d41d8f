using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests;

/// <summary>
/// What is started as the tool: what make build has published, since that is what users run. Where it is missing or
/// older than a source, as in a plain dotnet test, the assembly beside the tests stands in.
/// </summary>
/// <param name="Command">The program and its first arguments.</param>
/// <param name="WhyNotPublished">Why it is not what make build has published; else null.</param>
internal sealed record ToolProgram(ImmutableArray<string> Command, string? WhyNotPublished)
{
    private static readonly string[] Settings = ["Directory.Build.props", "Directory.Packages.props", "global.json"];

    public static readonly ToolProgram Current = Find(Repository.Root, AppContext.BaseDirectory);

    /// <param name="repository">The folder that has what is published in bin.</param>
    /// <param name="besideTests">The folder that has the assembly.</param>
    public static ToolProgram Find(string repository, string besideTests)
    {
        var published = Path.Combine(repository, "bin", "snapshotseed");
        var why =
            !File.Exists(published) ? "bin/snapshotseed is missing"
            : NewerSource(repository, File.GetLastWriteTimeUtc(published)) is { } source
                ? $"bin/snapshotseed is older than {Path.GetRelativePath(repository, source)}"
            : null;
        return why is null
            ? new ToolProgram([published], null)
            : new ToolProgram(["dotnet", Path.Combine(besideTests, "snapshotseed.dll")], why);
    }

    /// <summary>Of what the Makefile builds it from.</summary>
    private static string? NewerSource(string repository, DateTime than) =>
        Sources(new DirectoryInfo(Path.Combine(repository, "src")))
            .Concat(Settings.Select(name => new FileInfo(Path.Combine(repository, name))))
            .FirstOrDefault(file => file.LastWriteTimeUtc > than)
            ?.FullName;

    private static IEnumerable<FileInfo> Sources(DirectoryInfo folder) =>
        folder
            .EnumerateFiles()
            .Concat(
                folder.EnumerateDirectories().Where(inner => inner.Name is not ("bin" or "obj")).SelectMany(Sources)
            );
}
