namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>A value is too long to be written; fields count from 0.</summary>
internal sealed class FieldTooLongException(int index, int most) : Exception
{
    public int Field => index;

    public int Most => most;
}
