using dotenv.net;

namespace SnapshotSeed.Cli;

/// <summary>The file .env counts where the environment has none. An empty one counts as not set.</summary>
internal static class Variables
{
    private const string FileName = ".env";

    /// <summary>The file is read once, when the environment lacks the first, and need not be there.</summary>
    /// <exception cref="FormatException">From the lookup: the file is malformed.</exception>
    public static Func<string, string?> Of(string folder, Func<string, string?> environment)
    {
        var file = new Lazy<IDictionary<string, string>>(() => Read(Path.Combine(folder, FileName)));
        return name =>
            environment(name) is { Length: > 0 } value ? value
            : file.Value.TryGetValue(name, out var written) && written.Length > 0 ? written
            : null;
    }

    // Values may be URLs: nothing in them is expanded, and # begins a comment only after a blank.
    private static IDictionary<string, string> Read(string path)
    {
        if (!File.Exists(path))
            return new Dictionary<string, string>();
        var options = new DotEnvOptions(envFilePaths: [path])
            .WithExceptions()
            .WithSupportExportSyntax()
            .WithSupportInlineComments()
            .WithoutVariableExpansion()
            .WithTrimValues();
        try
        {
            return options.Read();
        }
        catch (ArgumentException)
        {
            // The message of the cause may quote a part of a URL.
            throw new FormatException($"a value's closing quote is missing in {FileName}");
        }
    }
}
