using System.Collections.Immutable;

namespace SnapshotSeed.Snapshots;

/// <summary>What one pass over a TSV file finds.</summary>
/// <param name="Columns">The header.</param>
/// <param name="Rows">Records below the header.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Sha256">SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="NullsIn">For each column the line of its first NULL, or 0.</param>
/// <param name="IsEnded">Whether its last line ends; if not, it may have been cut.</param>
internal sealed record TsvContent(
    ImmutableArray<string> Columns,
    long Rows,
    long Bytes,
    string Sha256,
    ImmutableArray<long> NullsIn,
    bool IsEnded = true
)
{
    /// <summary>For each column how many NULLs it has.</summary>
    public ImmutableArray<long> NullCounts { get; init; } = [];

    /// <summary>The file's bytes, where they were kept.</summary>
    public byte[]? Held { get; init; }

    /// <summary>The values, where they were kept.</summary>
    public TsvRows? Kept { get; init; }
}
