namespace SnapshotSeed.Model;

/// <summary>
/// A domain's base type, such as <c>numeric(10,2)</c>, or a composite type's fields, such as <c>(a integer, b
/// text)</c>. The name does not suffice: another definition may round a value, or read it into other fields.
/// </summary>
internal sealed record TypeDefinition(string Name, string Definition);
