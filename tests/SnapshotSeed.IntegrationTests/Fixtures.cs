using System.Reflection;

namespace SnapshotSeed.IntegrationTests;

/// <summary>The folder fixtures of the repository.</summary>
internal static class Fixtures
{
    public static readonly string Root = Path.GetFullPath(
        typeof(Fixtures)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Fixtures")
            .Value!
    );

    public static string At(string name) => Path.Combine(Root, name);
}
