using System.Diagnostics;
using System.Text.RegularExpressions;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Docs;

/// <summary>
/// A folder in which the commands of a document run, beside a copy of the fixtures. Of programs there are the tool and
/// a few of the system's. Others that documents name do nothing but note their call, and unknown ones are not found.
/// </summary>
internal sealed partial class Shell : IDisposable
{
    private static readonly string[] OfTheSystem = ["cp", "mkdir", "sed"];
    private static readonly string[] Noted = ["alembic", "dotnet", "flyway", "git", "make", "psql"];
    private static readonly string[] CopiedFixtures = ["access", "fleet", "gallery", "journey", "pulse"];

    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder programs = new();

    public Shell()
    {
        foreach (var name in CopiedFixtures)
            Copy(FixtureFolders.At(name), Path.Combine(folder["fixtures"], name));
        foreach (var name in OfTheSystem)
            File.CreateSymbolicLink(programs[name], InPath(name));
        foreach (var name in Noted)
            WriteProgram(name, $"echo \"{name} $*\" >> '{programs["not-run.log"]}'");
        var command = string.Join(' ', ToolProgram.Current.Command.Select(word => $"'{word}'"));
        WriteProgram(
            "snapshotseed",
            $"""
            code=0
            PATH='{Environment.GetEnvironmentVariable("PATH")}' {command} "$@" || code=$?
            echo "snapshotseed $*: $code" >> '{programs["run.log"]}'
            exit $code
            """
        );
    }

    /// <summary>The calls of the tool, each with its exit code.</summary>
    public string[] Run => Lines("run.log");

    /// <summary>The calls of programs that only note them.</summary>
    public string[] NotRun => Lines("not-run.log");

    public void Write(string file, string text) => File.WriteAllText(folder[file], text);

    /// <summary>Runs a script, in which URLs of databases named like _demo and _test mean these.</summary>
    public async Task<ToolRun> RunAsync(string script, TestDatabase demo, TestDatabase test)
    {
        var code = DatabaseUrl().Replace(script, match => match.Groups["kind"].Value == "demo" ? demo.Url : test.Url);
        var start = new ProcessStartInfo("/bin/sh", ["-eu", "-c", code])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList()
        )
            start.Environment.Remove(name);
        start.Environment["PATH"] = programs.Root;
        start.Environment["DATABASE_URL_DEMO"] = demo.Url;
        start.Environment["DATABASE_URL_TEST"] = test.Url;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await Wait.ForAsync("the commands end", Task.WhenAll(process.WaitForExitAsync(), output, errors));
        return new ToolRun(process.ExitCode, await output, await errors);
    }

    public void Dispose()
    {
        folder.Dispose();
        programs.Dispose();
    }

    private static string InPath(string name) =>
        Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(entry => Path.Combine(entry, name))
            .First(File.Exists);

    private static void Copy(string source, string destination)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(destination, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private void WriteProgram(string name, string script)
    {
        File.WriteAllText(programs[name], $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(programs[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string[] Lines(string log) => File.Exists(programs[log]) ? File.ReadAllLines(programs[log]) : [];

    [GeneratedRegex(@"postgresql://[^\s""']*/\w+_(?<kind>demo|test)\b")]
    private static partial Regex DatabaseUrl();
}
