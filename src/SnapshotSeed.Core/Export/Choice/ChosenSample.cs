using SnapshotSeed.Export.Selection;

namespace SnapshotSeed.Export.Choice;

internal sealed record ChosenSample(Sample Sample, CandidateSet Candidates, RowChooser Choice);
