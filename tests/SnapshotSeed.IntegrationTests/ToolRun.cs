using System.Text.Json;

namespace SnapshotSeed.IntegrationTests;

/// <summary>How a run of the tool ended.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>What ended it: known where it ran in this process, and did not end well.</summary>
    public Exception? Failure { get; init; }

    /// <summary>What was logged: known where it ran in this process.</summary>
    public LogLines Log { get; init; } = new();

    /// <summary>How many rows an import with --json inserted and skipped, into all tables or one.</summary>
    public (int Inserted, int Skipped) Sums(string? only = null)
    {
        using var json = JsonDocument.Parse(Output);
        var tables = json
            .RootElement.GetProperty("tables")
            .EnumerateArray()
            .Where(table => only is null || table.GetProperty("table").GetString() == only)
            .ToList();
        return (
            tables.Sum(table => table.GetProperty("inserted").GetInt32()),
            tables.Sum(table => table.GetProperty("skipped").GetInt32())
        );
    }

    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}
