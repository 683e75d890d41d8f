namespace SnapshotSeed.Options;

/// <summary>Values by name, such as limits by table, in ordinal order.</summary>
internal sealed class ByTable<T> : SortedDictionary<string, T>
{
    public ByTable()
        : base(StringComparer.Ordinal) { }

    public ByTable(IEnumerable<KeyValuePair<string, T>> values)
        : base(values.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal) { }
}
