namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A type of columns that are no part of a key, with the values that are most easily lost.</summary>
/// <param name="Sql">The type as a column's definition has it.</param>
/// <param name="Values">Values as input text.</param>
internal sealed record PayloadType(string Sql, params string[] Values)
{
    public Func<Server, bool> Exists { get; init; } = _ => true;

    public string On(Server server) => Exists(server) ? Sql : "text";
}
