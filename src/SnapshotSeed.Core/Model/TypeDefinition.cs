namespace SnapshotSeed.Model;

/// <summary>
/// What a domain or composite type is made of. The name alone does not tell: a value that one definition takes as it
/// is, another rounds, or reads into other fields.
/// </summary>
/// <param name="Name">Its name as format_type prints it.</param>
/// <param name="Definition">
/// A domain's base type, <c>numeric(10,2)</c>; a composite type's fields, <c>(a integer, b text)</c>.
/// </param>
internal sealed record TypeDefinition(string Name, string Definition);
