using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Results;

namespace SnapshotSeed.Import;

/// <summary>
/// Tells rows that triggers changed while they were loaded from those that others change later: right behind an import, a row
/// differs only if the import left it so, or if a trigger changed it. Pure.
/// </summary>
internal static class ChangesByTriggers
{
    /// <param name="report">The verification behind an import.</param>
    /// <param name="imported">The tables that were imported.</param>
    public static VerificationReport In(VerificationReport report, ImmutableArray<ImportedTable> imported)
    {
        var left = imported.ToDictionary(table => table.Name, table => table.Different);
        return report with { Tables = [.. report.Tables.Select(check => With(check, left))] };
    }

    private static TableCheck With(TableCheck check, Dictionary<TableName, long> left) =>
        left.TryGetValue(check.Name, out var different)
            ? check with
            {
                ChangedByTriggers = Math.Max(0, check.Different - different),
            }
            : check;
}
