namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// One step of a sampling plan. The closed set: <see cref="FindWholeTables"/>, <see cref="FindIncluded"/>, <see cref="FindCandidates"/>, <see cref="FindChildren"/>, <see
/// cref="ChooseRows"/>, <see cref="FindReferencing"/>, <see cref="FillRows"/>.
/// </summary>
internal abstract record ExportStep;
