namespace SnapshotSeed;

/// <summary>Values by name, such as limits by table, ordered ordinally by name.</summary>
/// <typeparam name="T">The values' type.</typeparam>
internal sealed class NamedValues<T> : SortedDictionary<string, T>
{
    /// <summary>None.</summary>
    public NamedValues()
        : base(StringComparer.Ordinal) { }

    /// <summary>Those of another dictionary.</summary>
    /// <param name="values">The values.</param>
    public NamedValues(IEnumerable<KeyValuePair<string, T>> values)
        : base(values.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal) { }
}
