namespace SnapshotSeed.Model;

internal enum IdentityKind
{
    None,

    /// <summary>GENERATED ALWAYS AS IDENTITY: explicit values need OVERRIDING SYSTEM VALUE.</summary>
    Always,

    ByDefault,
}
