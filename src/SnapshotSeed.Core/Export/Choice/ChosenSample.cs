using SnapshotSeed.Export.Selection;

namespace SnapshotSeed.Export.Choice;

internal sealed record ChosenSample(Sample Sample, ICandidates Candidates, RowChooser Choice);
