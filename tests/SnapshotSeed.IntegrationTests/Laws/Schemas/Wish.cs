namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A reference as it is drawn; where it is not legal it is given in the nearest way that is.</summary>
/// <param name="From">The index of the table.</param>
/// <param name="To">The index of the referenced table; null for any.</param>
/// <param name="Pick">Which of all referenceable keys, by remainder.</param>
internal sealed record Wish(int From, int? To, int Pick)
{
    public WishKind Kind { get; init; }

    public bool IsNullable { get; init; }

    public bool IsMatchFull { get; init; }

    public bool IsDeferrable { get; init; }

    public bool IsNotValid { get; init; }

    public bool Dangles { get; init; }

    public bool IsOnlyInOnePartition { get; init; }

    public bool HasOtherType { get; init; }

    public Aim Aim { get; init; }

    /// <summary>Turns the order of the columns.</summary>
    public int Turn { get; init; }
}
