using Npgsql;

namespace SnapshotSeed.Testing;

/// <summary>
/// A statement of a script failed. The message names file and line, the inner exception is the server's.
/// </summary>
public sealed class SqlScriptException : Exception
{
    internal SqlScriptException(string path, int line, PostgresException error)
        : base($"{path}:{line}: {error.MessageText} (SQLSTATE {error.SqlState})", error)
    {
        Path = path;
        Line = line;
    }

    /// <summary>The script.</summary>
    public string Path { get; }

    /// <summary>The line, from 1, that the server complains about, or on which the failing statement begins.</summary>
    public int Line { get; }
}
