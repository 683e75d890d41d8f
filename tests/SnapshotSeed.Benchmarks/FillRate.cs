using System.Text.Json;

namespace SnapshotSeed.Benchmarks;

/// <summary>How well a snapshot is filled.</summary>
/// <param name="Full">Of the rows that were asked for, those that are there.</param>
/// <param name="Overshoot">Of the rows that are there, those beyond their table's limit.</param>
internal sealed record FillRate(double Full, double Overshoot)
{
    /// <summary>Reads what the tool prints of an export with --json.</summary>
    public static FillRate Of(string report, int limit)
    {
        using var json = JsonDocument.Parse(report);
        var tables = json.RootElement.GetProperty("tables").EnumerateArray().ToList();
        var asked = tables.Sum(table => table.GetProperty("asked").GetInt64());
        var rows = tables.ConvertAll(table => table.GetProperty("rows").GetInt64());
        return new FillRate(
            (double)rows.Sum(count => Math.Min(count, limit)) / asked,
            (double)rows.Sum(count => Math.Max(count - limit, 0)) / rows.Sum()
        );
    }
}
