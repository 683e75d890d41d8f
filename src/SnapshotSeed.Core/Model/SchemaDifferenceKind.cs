namespace SnapshotSeed.Model;

/// <summary>The kind of a <see cref="SchemaDifference"/>.</summary>
internal enum SchemaDifferenceKind
{
    /// <summary>The target lacks the table: its rows are skipped.</summary>
    TableLeftOut,

    /// <summary>The target lacks the column: its values are skipped.</summary>
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
