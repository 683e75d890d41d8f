namespace SnapshotSeed.Problems;

/// <summary>Names settings for readers of the library.</summary>
internal static class SettingName
{
    public static string Of(Setting setting) =>
        setting switch
        {
            Setting.Source => "the connection to the source",
            Setting.Target => "the connection to the target",
            Setting.Folder => "the argument folder",
            _ => setting.ToString(),
        };
}
