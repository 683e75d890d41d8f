using System.Reflection;

namespace SnapshotSeed.IntegrationTests;

/// <summary>The folder of the repository.</summary>
internal static class Repository
{
    public static readonly string Root = Path.GetFullPath(
        typeof(Repository)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Repository")
            .Value!
    );

    public static string At(string name) => Path.Combine(Root, name);
}
