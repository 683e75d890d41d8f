using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>A table of a <see cref="VerificationReport"/>.</summary>
public sealed record TableCheck
{
    internal TableCheck(TableName name, long rows, long missing, long different) =>
        (Name, Rows, Missing, Different) = (name, rows, missing, different);

    /// <summary>
    /// The table as options name it: <c>orders</c>, or <c>audit.events</c> in a schema other than public.
    /// </summary>
    public string Table => Name.ToString();

    /// <summary>The rows in the snapshot.</summary>
    public long Rows { get; init; }

    /// <summary>The rows that the database does not have.</summary>
    public long Missing { get; init; }

    /// <summary>The rows that the database has with other values.</summary>
    public long Different { get; init; }

    /// <summary>
    /// The rows that the import before the verification did not load: see <see cref="ImportOptions.KeepGoing"/>. They do not
    /// count as missing.
    /// </summary>
    public long NotLoaded { get; init; }

    internal TableName Name { get; init; }

    /// <summary>The rows of the table in the database; null if it was not compared.</summary>
    public long? TableRows { get; init; }

    /// <summary>What was wanted of the rows.</summary>
    public Expectation Expected { get; init; }

    /// <summary>
    /// The rows of <see cref="Different"/> that a trigger of the database changed while the import before the verification
    /// loaded them.
    /// </summary>
    public long ChangedByTriggers { get; init; }

    /// <summary>Whether the file has no rows although somebody wrote it by hand, so that it should have some.</summary>
    public bool LacksRows { get; init; }

    /// <summary>Why the table cannot be compared, such as a missing table; empty if it was compared.</summary>
    public ImmutableArray<RowProblem> Obstacles { get; init; } = [];

    /// <summary>The keys of the first few missing rows.</summary>
    public ImmutableArray<string> MissingKeys { get; init; } = [];

    /// <summary>The keys of the first few rows that were not loaded.</summary>
    public ImmutableArray<string> NotLoadedKeys { get; init; } = [];

    /// <summary>The keys of the first few different rows.</summary>
    public ImmutableArray<string> DifferentKeys { get; init; } = [];

    /// <summary>The columns in which those rows differ, in the table's order.</summary>
    public ImmutableArray<string> DifferentColumns { get; init; } = [];

    /// <summary>How long its statements took. Tables of one round trip share its time by their rows.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether the database has every row as it was <see cref="Expected"/>.</summary>
    public bool Succeeded => IsAsLoaded && NotLoaded == 0;

    /// <summary>Whether the database has every row that was loaded, as it was <see cref="Expected"/>.</summary>
    internal bool IsAsLoaded =>
        Obstacles.IsEmpty && !LacksRows && Missing == 0 && (Different == 0 || Expected == Expectation.Present);
}
