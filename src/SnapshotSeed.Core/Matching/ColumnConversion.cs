using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>What happens to a column's values between file and table, beyond their type's reading them.</summary>
/// <param name="Change">The change of their type.</param>
/// <param name="Shift">How far they move in time.</param>
internal sealed record ColumnConversion(TypeChange? Change = null, TimeShift? Shift = null)
{
    /// <summary>The tables whose rows the values are labels of; empty where the values are no labels.</summary>
    public ImmutableArray<LabelSource> Labels { get; init; } = [];

    /// <summary>Whether the values are labels of the table's own rows: its generated id.</summary>
    public bool IsId { get; init; }

    /// <summary>Whether values are cast or moved, so that it has to be checked that each arrives whole.</summary>
    public bool ChangesValues => Change is not null || Shift is not null;

    /// <summary>Whether the values are labels, which need not be values of the column's type.</summary>
    public bool ReadsLabels => IsId || !Labels.IsEmpty;
}
