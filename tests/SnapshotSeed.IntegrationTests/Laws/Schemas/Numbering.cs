namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>The number of a value from the number of its row.</summary>
internal readonly record struct Numbering(int Divisor, int Modulus, int Factor = 1)
{
    public int Of(int row) => row * Factor % KeyTypes.Values / Divisor % Modulus;
}
