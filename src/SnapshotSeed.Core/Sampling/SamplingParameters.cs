using System.Globalization;
using Npgsql;

namespace SnapshotSeed.Sampling;

/// <summary>
/// The parameters of a command under construction. They are named because only a command with named ones may hold
/// several statements; a set of rows that several places of its text refer to is one parameter, as there may be a
/// hundred thousand of them.
/// </summary>
internal sealed class SamplingParameters(NpgsqlParameterCollection parameters)
{
    private readonly Dictionary<IReadOnlyCollection<RowId>, string> tids = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IReadOnlyCollection<RowId>, string> partitions = new(
        ReferenceEqualityComparer.Instance
    );
    private readonly Dictionary<KeyValues, string> keys = new(ReferenceEqualityComparer.Instance);

    /// <returns>Values as an array.</returns>
    public string Keys(KeyValues values)
    {
        if (!keys.TryGetValue(values, out var parameter))
            keys[values] = parameter = Add(values.ToParameter()) + $"::{values.Column.Type}[]";
        return parameter;
    }

    /// <returns>How the text refers to it.</returns>
    public string Add(NpgsqlParameter parameter)
    {
        parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"p{parameters.Count}");
        parameters.Add(parameter);
        return $"@{parameter.ParameterName}";
    }

    /// <returns>The ctids of rows as an array.</returns>
    public string Tids(IReadOnlyCollection<RowId> rows)
    {
        if (!tids.TryGetValue(rows, out var parameter))
            tids[rows] = parameter = Add(RowIdParameter.Tids(rows)) + "::tid[]";
        return parameter;
    }

    /// <returns>The tableoids of rows as an array, in the order of <see cref="Tids"/>.</returns>
    public string Partitions(IReadOnlyCollection<RowId> rows)
    {
        if (!partitions.TryGetValue(rows, out var parameter))
            partitions[rows] = parameter = Add(RowIdParameter.Partitions(rows));
        return parameter;
    }
}
