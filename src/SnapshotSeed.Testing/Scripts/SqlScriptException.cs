using Npgsql;

namespace SnapshotSeed.Testing;

/// <summary>
/// A statement of a script failed. The message names file and line; the inner exception is the server's.
/// </summary>
public sealed class SqlScriptException : Exception
{
    internal SqlScriptException(string path, int line, PostgresException error)
        : base($"{path}:{line}: {error.MessageText} (SQLSTATE {error.SqlState})", error)
    {
        Path = path;
        Line = line;
    }

    /// <summary>The path of the script.</summary>
    public string Path { get; }

    /// <summary>
    /// The line, from 1, of the error's position, or of the failed statement if the server names no position.
    /// </summary>
    public int Line { get; }
}
