using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>What happens to a column's values between file and table, beyond their type's reading them.</summary>
/// <param name="Change">The change of their type.</param>
/// <param name="Shift">How far they move in time.</param>
internal sealed record ColumnConversion(TypeChange? Change = null, TimeShift? Shift = null);
