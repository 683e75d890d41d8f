using System.Diagnostics;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Alembic with migrations of its own, below a folder.</summary>
internal sealed class Alembic(string folder)
{
    private const string Environment = """
        from alembic import context
        from sqlalchemy import create_engine

        with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
            context.configure(connection=connection)
            with context.begin_transaction():
                context.run_migrations()
        """;

    /// <summary>Writes a migration.</summary>
    public async Task WriteAsync(string version, string? before, string sql)
    {
        var versions = Directory.CreateDirectory(Path.Combine(folder, "alembic", "versions")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "alembic", "env.py"), Environment);
        await File.WriteAllTextAsync(
            Path.Combine(versions, $"{version}.py"),
            $"""
            from alembic import op

            revision = "{version}"
            down_revision = {(before is null ? "None" : $"\"{before}\"")}


            def upgrade():
                op.execute("{sql}")
            """
        );
    }

    /// <summary>Runs a command on a database.</summary>
    public async Task<string> RunAsync(string url, params string[] command)
    {
        var configuration = Path.Combine(folder, "alembic.ini");
        await File.WriteAllTextAsync(
            configuration,
            $"[alembic]\nscript_location = {folder}/alembic\nsqlalchemy.url = {url}\n"
        );
        var start = new ProcessStartInfo("alembic", ["-c", configuration, .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await Wait.ForAsync("alembic ends", process.StandardOutput.ReadToEndAsync());
        await Wait.ForAsync("alembic ends", process.WaitForExitAsync());
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
