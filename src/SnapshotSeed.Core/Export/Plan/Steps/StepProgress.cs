namespace SnapshotSeed.Export.Plan.Steps;

internal readonly record struct StepProgress(ExportStep Step, bool HasEnded);
