namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>A value is too long to be written.</summary>
/// <param name="index">The field's place in the row, from 0.</param>
/// <param name="most">The most characters that a field may have.</param>
internal sealed class FieldTooLongException(int index, int most) : Exception
{
    public int Field => index;

    public int Most => most;
}
