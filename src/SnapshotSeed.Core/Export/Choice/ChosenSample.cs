using SnapshotSeed.Export.Selection;

namespace SnapshotSeed.Export.Choice;

/// <summary>A sample, the candidates that it was chosen from, and the choice.</summary>
internal sealed record ChosenSample(Sample Sample, CandidateSet Candidates, RowChooser Choice);
