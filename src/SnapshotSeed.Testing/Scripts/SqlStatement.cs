namespace SnapshotSeed.Testing;

/// <summary>One statement of a script, without its semicolon.</summary>
/// <param name="Text">What is sent to the server.</param>
/// <param name="Line">The line of the script, from 1, on which the text begins.</param>
internal sealed record SqlStatement(string Text, int Line);
