namespace SnapshotSeed.Samples;

/// <summary>The server that the samples run on: that of the suite, or of a container.</summary>
internal static class Server
{
    public static string ConnectionString =>
        Environment.GetEnvironmentVariable("SAMPLE_SERVER")
        ?? "Host=localhost;Username=postgres;Password=postgres;Database=postgres";

    public static string Schema => Path.Combine(AppContext.BaseDirectory, "seed", "schema.sql");

    public static string Seed => Path.Combine(AppContext.BaseDirectory, "seed", "rows");
}
