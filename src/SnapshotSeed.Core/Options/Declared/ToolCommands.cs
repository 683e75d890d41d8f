namespace SnapshotSeed.Options.Declared;

/// <summary>The commands of the tool that take an option.</summary>
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

    /// <summary>What chooses rows.</summary>
    Sampling = Export | Refresh | Plan,

    /// <summary>What loads rows.</summary>
    Loading = Import | Refresh | Plan,

    /// <summary>What reads a snapshot beside a database.</summary>
    Reading = Loading | Verify,
    All = Sampling | Reading | Check | Init,
}
