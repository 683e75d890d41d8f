using SnapshotSeed.Results;

namespace SnapshotSeed.Cli.Reports;

/// <summary>Results in words, with options as a command line knows them and no password of a folder's name. Pure.</summary>
internal static class TextReport
{
    private static readonly ReportText Text = new(SettingNames.Of);

    public static string Check(FolderReport report, string folder) =>
        ReportText.Check(report, Credentials.Hide(folder));

    public static string Export(ExportResult result, string folder) => Text.Export(result, Credentials.Hide(folder));

    public static string Import(ImportResult result) => Text.Import(result);

    public static string Verification(VerificationReport report) => ReportText.Verification(report);

    public static string Plan(IEnumerable<string> steps) => ReportText.Plan(steps);
}
