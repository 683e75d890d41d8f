namespace SnapshotSeed.Model;

/// <summary>How the target's schema differs from the snapshot's, and what becomes of it.</summary>
internal enum SchemaDifferenceKind
{
    /// <summary>The target lacks the table: its rows are left out.</summary>
    TableLeftOut,

    /// <summary>The target lacks the column: its values are left out.</summary>
    ColumnLeftOut,

    /// <summary>The target computes the column: the snapshot's values are left out.</summary>
    ColumnComputed,

    /// <summary>The column has another type: its values are cast.</summary>
    TypeChanged,

    /// <summary>The column has a type that holds the same values: they are kept as they are.</summary>
    TypeWidened,

    /// <summary>The snapshot lacks the column: its rows get the target's default.</summary>
    ColumnAdded,
}
