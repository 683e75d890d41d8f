namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A column: one of a key type or one of a payload type.</summary>
internal sealed record Column(string Name)
{
    public KeyType? KeyType { get; init; }

    public PayloadType? Payload { get; init; }

    public bool IsNotNull { get; init; }

    public ColumnSource Source { get; init; }

    /// <summary>
    /// The sequence behind <see cref="ColumnSource.Serial"/> and <see cref="ColumnSource.Default"/>, and the order of
    /// an identity.
    /// </summary>
    public Sequence? Sequence { get; init; }

    /// <summary>The column whose value this generated one has.</summary>
    public string? CopyOf { get; init; }

    /// <summary>The expression of a generated column that is part of no key.</summary>
    public string? Computed { get; init; }

    /// <summary>
    /// The number of the value in a row's place in the table; null where the row's reference says it.
    /// </summary>
    public Numbering? Numbering { get; init; }

    public bool IsGenerated => CopyOf is not null || Computed is not null;

    public string TypeOn(Server server) => KeyType?.On(server).Sql ?? Payload?.On(server) ?? "text";
}
