namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// One operation of a load plan. The closed set: <see cref="CheckKeys"/>, <see cref="CheckAbsent"/>, <see cref="CheckValues"/>, <see cref="SwitchTriggers"/>, <see cref="EmptyTables"/>, <see
/// cref="StageFiles"/>, <see cref="MatchRows"/>, <see cref="InsertRows"/>, <see cref="LookAgain"/>, <see cref="DropStages"/>, <see
/// cref="AdvanceSequences"/>, <see cref="AdvanceUnownedSequences"/>, <see cref="CheckDeferred"/>.
/// </summary>
internal abstract record LoadOperation;
