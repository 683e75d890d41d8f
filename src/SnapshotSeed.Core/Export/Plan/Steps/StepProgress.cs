namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>A step of a running export began or ended.</summary>
internal readonly record struct StepProgress(ExportStep Step, bool HasEnded);
