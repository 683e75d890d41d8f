namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// One step of an export: what <c>plan</c> prints is the object that runs. The closed set, in the order of a plan: <see
/// cref="FindWholeTables"/>, <see cref="FindIncluded"/>, <see cref="FindCandidates"/>, <see cref="FindChildren"/>, <see
/// cref="ChooseRows"/>, <see cref="FindReferencing"/>, and last the <see cref="ScheduledStep"/>s.
/// </summary>
internal abstract record ExportStep;
