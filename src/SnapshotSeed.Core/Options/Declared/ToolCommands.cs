namespace SnapshotSeed.Options.Declared;

[Flags]
internal enum ToolCommands
{
    None = 0,
    Export = 1,
    Import = 2,
    Verify = 4,
    Refresh = 8,
    Plan = 16,
    Check = 32,
    Init = 64,

    Sampling = Export | Refresh | Plan,

    Loading = Import | Refresh | Plan,

    /// <summary>What reads a snapshot beside a database.</summary>
    Reading = Loading | Verify,
    All = Sampling | Reading | Check | Init,
}
