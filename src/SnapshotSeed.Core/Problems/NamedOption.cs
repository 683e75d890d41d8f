namespace SnapshotSeed.Problems;

/// <summary>An option in a message, named as its reader knows it.</summary>
internal abstract class NamedOption
{
    /// <summary>For readers of the library: a property such as <c>OnConflict</c>.</summary>
    public abstract string InLibrary { get; }

    /// <summary>For users of the tool: an option such as <c>--on-conflict</c>, or a key of a file.</summary>
    public abstract string InTool(string file);

    public sealed override string ToString() => InLibrary;
}
