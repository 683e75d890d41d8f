namespace SnapshotSeed.Model;

internal enum SchemaDifferenceKind
{
    TableLeftOut,

    ColumnLeftOut,

    /// <summary>The target generates the column: its values are skipped.</summary>
    ColumnComputed,

    /// <summary>The column has another type: its values are cast.</summary>
    TypeChanged,

    /// <summary>The column has a type that holds all its values: they are kept.</summary>
    TypeWidened,

    /// <summary>The snapshot lacks the column: its rows get the target's default.</summary>
    ColumnAdded,
}
