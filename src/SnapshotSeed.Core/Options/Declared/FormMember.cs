namespace SnapshotSeed.Options.Declared;

/// <summary>A member of an object in a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Help">What it says.</param>
/// <param name="Form">The form of its value.</param>
/// <param name="IsRequired">Whether the object needs it.</param>
internal sealed record FormMember(string Name, string Help, ValueForm Form, bool IsRequired = false);
