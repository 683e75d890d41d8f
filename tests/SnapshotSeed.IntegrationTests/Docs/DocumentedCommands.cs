using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Docs;

/// <summary>The commands that the documentation tells people to run.</summary>
[Collection(OneServer.Name)]
public sealed class DocumentedCommands(PostgresFixture postgres)
{
    private static readonly string[] Languages = ["csharp", "json", "jsonc", "make", "sh", "sql", "text"];

    [Fact]
    public void Are_in_blocks_that_are_found()
    {
        Assert.All(
            Document.OfUsers,
            document =>
            {
                Assert.Equal(document.Fences, 2 * document.Blocks.Count());
                Assert.Subset(Languages.ToHashSet(), document.Blocks.Select(block => block.Language).ToHashSet());
            }
        );
    }

    [SkippableFact]
    public async Task Succeed_in_the_order_of_each_document()
    {
        var notRun = new List<string>();
        foreach (var document in Document.OfUsers)
            notRun.AddRange((await RunAsync(document)).Select(command => $"{document.Name}: {command}"));

        Approval.Verify(string.Join('\n', notRun), "commands-not-run");
    }

    /// <summary>Runs a document's blocks, and returns the commands of other programs, which are only noted.</summary>
    private async Task<string[]> RunAsync(Document document)
    {
        using var shell = new Shell();
        await using var databases = new DocumentedDatabases(postgres);
        foreach (var block in document.Blocks)
            if (block.Language == "sh")
            {
                var demo = await databases.DemoAsync();
                var run = await shell.RunAsync(block.Code, demo, await databases.TestAsync(block.Argument));
                Assert.True(run.ExitCode == 0, $"{document.Name}:\n{block.Code}{run}");
            }
            else if (block.Argument.Length > 0)
                shell.Write(block.Argument, block.Code);

        Assert.All(shell.Run, command => Assert.EndsWith(": 0", command, StringComparison.Ordinal));
        return shell.NotRun;
    }
}
