using System.Diagnostics;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Library;

/// <summary>The samples of tests/Samples, run by their own frameworks.</summary>
[Collection(OneServer.Name)]
public sealed class Samples(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData("XunitV2")]
    [InlineData("XunitV3")]
    [InlineData("NUnit")]
    [InlineData("MSTest")]
    public async Task Pass(string name)
    {
        await using var target = await postgres.CloneAsync("test", "SELECT");
        var configuration = AppContext.BaseDirectory.Contains("Debug", StringComparison.Ordinal) ? "Debug" : "Release";
        var assembly = Path.Combine(
            Repository.At("tests"),
            "Samples",
            name,
            "bin",
            configuration,
            "net10.0",
            $"Sample.{name}.dll"
        );
        Assert.True(File.Exists(assembly), $"{assembly} is not built");
        var start = new ProcessStartInfo("dotnet", ["vstest", assembly]) { RedirectStandardOutput = true };
        start.Environment["SAMPLE_SERVER"] = target.ConnectionString;

        using var process = Process.Start(start)!;
        var output = await Wait.ForAsync("the sample ends", process.StandardOutput.ReadToEndAsync());
        await Wait.ForAsync("the sample ends", process.WaitForExitAsync());

        Assert.True(process.ExitCode == 0, output);
        Facts.AssertIn(output.Replace(" ", "", StringComparison.Ordinal), "Failed:0,Passed:2");
    }
}
