namespace SnapshotSeed.Model;

/// <summary>Whether a column is an identity column, and of which kind.</summary>
internal enum IdentityKind
{
    None,

    /// <summary>GENERATED ALWAYS AS IDENTITY: explicit values need OVERRIDING SYSTEM VALUE.</summary>
    Always,

    ByDefault,
}
