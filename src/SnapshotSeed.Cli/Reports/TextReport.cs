using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Cli.Reports;

/// <summary>Results in words, without passwords in the names of folders.</summary>
internal sealed class TextReport(Func<NamedOption, string> nameOf)
{
    private readonly ReportText text = new(nameOf);

    public static string Check(FolderReport report, string folder) =>
        ReportText.Check(report, Credentials.Hide(folder));

    public string Export(ExportResult result) => text.Export(result, Credentials.Hide(result.Folder));

    public string Import(ImportResult result) => text.Import(result);

    public string Verification(VerificationReport report) => text.Verification(report);

    public static string Plan(SnapshotPlan plan) => ReportText.Plan(plan);
}
