namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

internal enum KeyForm
{
    Primary,
    Constraint,
    Index,
}
