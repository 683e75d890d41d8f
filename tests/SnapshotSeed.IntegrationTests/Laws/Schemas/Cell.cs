namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A value: the number and spelling of a key's value, or a text, or neither: NULL.</summary>
internal readonly record struct Cell(int? Number, int Spelling = 0, string? Text = null)
{
    public static readonly Cell Null = new(null);
}
