namespace SnapshotSeed.Options.Declared;

internal sealed record FormMember(string Name, string Help, ValueForm Form, bool IsRequired = false);
