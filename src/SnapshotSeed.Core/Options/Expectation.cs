namespace SnapshotSeed.Options;

/// <summary>What a verification wants of the rows of a snapshot. In both cases every foreign key has to resolve.</summary>
public enum Expectation
{
    /// <summary>Every row is there with the values of the snapshot.</summary>
    Equal,

    /// <summary>Every row is there by its key. Rows with other values are named, and are no failure.</summary>
    Present,
}
