namespace SnapshotSeed.Sampling;

/// <summary>
/// One step of a sampling plan. The closed set: <see cref="FloorRows"/>, <see cref="BackfillParents"/>, <see
/// cref="FillRows"/>.
/// </summary>
public abstract record SamplingStep;
