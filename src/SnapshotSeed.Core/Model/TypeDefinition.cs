namespace SnapshotSeed.Model;

/// <summary>
/// The definition of a domain or composite type. The name does not suffice: another definition may round a value, or
/// read it into other fields.
/// </summary>
/// <param name="Name">The name as format_type prints it.</param>
/// <param name="Definition">
/// The base type of a domain, such as <c>numeric(10,2)</c>, or the fields of a composite type, such as <c>(a integer, b
/// text)</c>.
/// </param>
internal sealed record TypeDefinition(string Name, string Definition);
