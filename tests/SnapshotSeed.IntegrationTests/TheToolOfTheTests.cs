namespace SnapshotSeed.IntegrationTests;

/// <summary>The tests run the tool that users run, or say that they do not.</summary>
public sealed class TheToolOfTheTests : IDisposable
{
    private readonly TemporaryFolder repository = new();

    private static DateTime Noon { get; } = new(2020, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private string Published => repository["bin/snapshotseed"];

    [SkippableFact]
    public void Is_what_make_build_published()
    {
        var why =
            $"{ToolProgram.Current.WhyNotPublished}: the tests ran snapshotseed.dll instead; make build, or make test";

        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.True(ToolProgram.Current.WhyNotPublished is null, why);
        Skip.If(ToolProgram.Current.WhyNotPublished is not null, why);
    }

    [Fact]
    public void Is_the_assembly_beside_them_where_nothing_was_published()
    {
        Write("src/SnapshotSeed.Cli/Program.cs", Noon);

        var program = ToolProgram.Find(repository.Root, "/tests");

        Assert.Equal(["dotnet", "/tests/snapshotseed.dll"], program.Command.ToArray());
        Assert.Equal("bin/snapshotseed is missing", program.WhyNotPublished);
    }

    [Theory]
    [InlineData("src/SnapshotSeed.Cli/Program.cs")]
    [InlineData("src/SnapshotSeed.Core/Graph/Component.cs")]
    [InlineData("Directory.Packages.props")]
    public void Is_the_assembly_beside_them_where_a_source_is_newer(string source)
    {
        Write("src/SnapshotSeed.Core/Log.cs", Noon);
        Write("bin/snapshotseed", Noon);
        Write(source, Noon.AddSeconds(1));

        var program = ToolProgram.Find(repository.Root, "/tests");

        Assert.Equal("dotnet", program.Command[0]);
        Assert.Equal($"bin/snapshotseed is older than {source}", program.WhyNotPublished);
    }

    [Fact]
    public void Is_the_published_one_where_only_what_was_built_is_newer()
    {
        Write("src/SnapshotSeed.Core/Log.cs", Noon);
        Write("src/SnapshotSeed.Core/obj/Release/Log.cs", Noon.AddHours(1));
        Write("src/SnapshotSeed.Core/bin/Release/SnapshotSeed.Core.dll", Noon.AddHours(1));
        Write("tests/Log.cs", Noon.AddHours(1));
        Write("bin/snapshotseed", Noon);

        Assert.Equal([Published], ToolProgram.Find(repository.Root, "/tests").Command.ToArray());
    }

    public void Dispose() => repository.Dispose();

    private void Write(string name, DateTime written)
    {
        var path = repository[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, written);
    }
}
