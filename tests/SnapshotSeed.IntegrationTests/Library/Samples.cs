using System.Diagnostics;
using Npgsql;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Library;

/// <summary>The samples of tests/Samples, run by their own frameworks.</summary>
[Collection(OneServer.Name)]
public sealed class Samples(PostgresFixture postgres)
{
    private static readonly string[] Names = ["XunitV2", "XunitV3", "NUnit", "MSTest"];

    public static TheoryData<string> Each => [.. Names];

    [SkippableTheory]
    [MemberData(nameof(Each))]
    public async Task Pass(string name)
    {
        await using var target = await postgres.CloneAsync("test", "SELECT");

        await RunAsync(name, target.ConnectionString);
    }

    [SkippableFact]
    public async Task Of_several_processes_at_once_build_one_template()
    {
        await using var server = await ThrowawayPostgres.StartAsync();

        await Task.WhenAll(Names.Concat(Names).Select(name => RunAsync(name, server.ConnectionString("postgres"))));

        await using var data = NpgsqlDataSource.Create(server.ConnectionString("postgres"));
        await using var seeded = data.CreateCommand(
            "SELECT string_agg(datistemplate::text, ' ') FROM pg_database WHERE datname LIKE 'seed%'"
        );
        Assert.Equal("true", await seeded.ExecuteScalarAsync());
    }

    private static async Task RunAsync(string name, string server)
    {
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
        start.Environment["SAMPLE_SERVER"] = server;
        start.Environment["DOTNET_TieredPGO"] = "0";

        using var process = Process.Start(start)!;
        var output = await Wait.ForAsync("the sample ends", process.StandardOutput.ReadToEndAsync());
        await Wait.ForAsync("the sample ends", process.WaitForExitAsync());

        Assert.True(process.ExitCode == 0, output);
        TextAssert.Contains(output.Replace(" ", "", StringComparison.Ordinal), "Failed:0,Passed:2");
    }
}
