namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>How the columns of a reference come to be.</summary>
internal enum WishKind
{
    /// <summary>Columns of its own.</summary>
    Own,

    /// <summary>The first column of the table's composite primary key.</summary>
    Identifying,

    /// <summary>The table's whole key: a row for a row.</summary>
    OneToOne,

    /// <summary>A column that another reference or a key has already.</summary>
    Shared,

    /// <summary>A generated column.</summary>
    Generated,
}
