using System.Collections.Immutable;

namespace SnapshotSeed.Results;

/// <summary>One operation of a plan.</summary>
/// <param name="Name">What it does, such as <c>insert</c>.</param>
/// <param name="Detail">What exactly, such as <c>in temporary tables</c>; null if the name says all.</param>
/// <param name="Subjects">
/// What it does it to, in order: tables (those of a cycle as <c>(a, b)</c>), with a number of rows where one matters, files,
/// columns or sequences.
/// </param>
public sealed record PlannedOperation(string Name, string? Detail, ImmutableArray<string> Subjects)
{
    // As long as the longest name.
    internal const int NameWidth = 11;

    /// <summary>Reads as <c>insert      users, orders</c>.</summary>
    public override string ToString()
    {
        var subjects = string.Join(", ", Subjects);
        var what = (Detail, subjects) switch
        {
            (null, _) => subjects,
            (_, "") => Detail,
            _ => $"{Detail}: {subjects}",
        };
        return $"{Name.PadRight(NameWidth)} {what}";
    }
}
