namespace SnapshotSeed.Options;

/// <summary>Values by name, such as limits by table, ordered ordinally by name.</summary>
/// <typeparam name="T">The values' type.</typeparam>
internal sealed class ByTable<T> : SortedDictionary<string, T>
{
    /// <summary>None.</summary>
    public ByTable()
        : base(StringComparer.Ordinal) { }

    /// <summary>Those of another dictionary.</summary>
    /// <param name="values">The values.</param>
    public ByTable(IEnumerable<KeyValuePair<string, T>> values)
        : base(values.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal) { }
}
