namespace SnapshotSeed.IntegrationTests.Docs;

/// <summary>A block of code in a document.</summary>
/// <param name="Language">The first word behind the fence, such as sh.</param>
/// <param name="Argument">The second word: the databases of a sh block, else the file that the block is; or empty.</param>
/// <param name="Code">Its lines.</param>
internal sealed record CodeBlock(string Language, string Argument, string Code);
