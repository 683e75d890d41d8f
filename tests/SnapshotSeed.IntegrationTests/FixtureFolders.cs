namespace SnapshotSeed.IntegrationTests;

/// <summary>The folder fixtures of the repository.</summary>
internal static class FixtureFolders
{
    public static string At(string name) => Path.Combine(Repository.At("fixtures"), name);
}
