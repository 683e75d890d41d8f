using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>What happens to a column's values between file and table, beyond their type's reading them.</summary>
internal sealed record ColumnConversion(TypeChange? Change = null, TimeShift? Shift = null)
{
    public ImmutableArray<LabelSource> Labels { get; init; } = [];

    /// <summary>Whether the values are labels of the table's own rows: its generated id.</summary>
    public bool IsId { get; init; }

    /// <summary>If so, it has to be checked that each value arrives whole.</summary>
    public bool ChangesValues => Change is not null || Shift is not null;

    /// <summary>Labels need not be values of the column's type.</summary>
    public bool ReadsLabels => IsId || !Labels.IsEmpty;
}
