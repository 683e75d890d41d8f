using System.Collections.Immutable;

namespace SnapshotSeed.Demo;

/// <summary>What the runner is asked to do.</summary>
internal sealed record RunnerArguments(string Verb, Fixture Fixture, ImmutableArray<string> Command)
{
    internal const string Usage = """
        usage: SnapshotSeed.Demo with-demo FOLDER [--scale 0.002] -- COMMAND ARG...
               SnapshotSeed.Demo serve FOLDER [--scale 0.002]
               SnapshotSeed.Demo configured
               SnapshotSeed.Demo find

          with-demo  runs COMMAND: as it is where DATABASE_URL_DEMO or DATABASE_URL_TEST is set, in the environment or in
                     .env; else on a throwaway PostgreSQL, with FOLDER/schema.sql and FOLDER/data.sql as database demo,
                     FOLDER/schema.sql as database test, and the two variables
          serve      starts such a server, prints the two variables and keeps running until standard input closes or Ctrl+C
          configured fails unless one of the two is set: then with-demo needs the PostgreSQL server programs
          find       prints the folder of the PostgreSQL server programs, or fails and says how to get them
        """;

    private const string DefaultScale = "0.002";

    internal static RunnerArguments Parse(string[] arguments) =>
        arguments switch
        {
            ["find" or "configured"] => new RunnerArguments(arguments[0], new Fixture("", DefaultScale), []),
            ["serve" or "with-demo", var folder, .. var rest] => ParseDemo(arguments[0], folder, rest),
            _ => throw new UsageException("with-demo FOLDER, serve FOLDER, configured or find expected"),
        };

    private static RunnerArguments ParseDemo(string verb, string folder, string[] rest)
    {
        var scale = DefaultScale;
        if (rest is ["--scale", var given, ..])
            (scale, rest) = (given, rest[2..]);
        return (verb, rest) switch
        {
            ("with-demo", ["--", _, ..]) => new RunnerArguments(verb, new Fixture(folder, scale), [.. rest[1..]]),
            ("with-demo", _) => throw new UsageException("-- COMMAND expected"),
            ("serve", []) => new RunnerArguments(verb, new Fixture(folder, scale), []),
            _ => throw new UsageException($"unexpected argument {rest[0]}"),
        };
    }
}
