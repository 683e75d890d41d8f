using System.Collections.Immutable;

namespace SnapshotSeed.Testing.Runner;

/// <summary>What the runner is asked to do.</summary>
internal sealed record RunnerArguments(string Verb, string Folder, string Scale, ImmutableArray<string> Command)
{
    internal const string Usage = """
        usage: SnapshotSeed.Testing with-demo FOLDER [--scale 0.002] -- COMMAND ARG...
               SnapshotSeed.Testing serve FOLDER [--scale 0.002]
               SnapshotSeed.Testing find

          with-demo  starts a throwaway PostgreSQL, loads FOLDER/schema.sql and FOLDER/data.sql as database demo and
                     FOLDER/schema.sql as database test, and runs COMMAND with DATABASE_URL_DEMO and DATABASE_URL_TEST
          serve      the same, prints the two variables and keeps running until standard input closes or Ctrl+C
          find       prints the folder of the PostgreSQL server programs, or fails and says how to get them
        """;

    private const string DefaultScale = "0.002";

    internal static RunnerArguments Parse(string[] arguments) =>
        arguments switch
        {
            ["find"] => new RunnerArguments("find", "", DefaultScale, []),
            ["serve" or "with-demo", var folder, .. var rest] => ParseDemo(arguments[0], folder, rest),
            _ => throw new UsageException("with-demo FOLDER, serve FOLDER or find expected"),
        };

    private static RunnerArguments ParseDemo(string verb, string folder, string[] rest)
    {
        var scale = DefaultScale;
        if (rest is ["--scale", var given, ..])
            (scale, rest) = (given, rest[2..]);
        return (verb, rest) switch
        {
            ("with-demo", ["--", _, ..]) => new RunnerArguments(verb, folder, scale, [.. rest[1..]]),
            ("with-demo", _) => throw new UsageException("-- COMMAND expected"),
            ("serve", []) => new RunnerArguments(verb, folder, scale, []),
            _ => throw new UsageException($"unexpected argument {rest[0]}"),
        };
    }
}
