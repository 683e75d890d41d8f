namespace SnapshotSeed.Sampling;

/// <summary>
/// Fills the tables of a cycle in the same rounds as statements would: each takes the rows all of whose references were
/// chosen before it, the first ones by key up to their table's limit. A chain of ten thousand rows takes as many
/// rounds; here they cost no statement. Pure.
/// </summary>
internal sealed class CycleFill
{
    private readonly IReadOnlyList<CycleMember> members;
    private readonly Dictionary<RowId, (int Member, int Place)> open = [];
    private readonly Dictionary<RowId, int> waiting = [];
    private readonly Dictionary<RowId, List<RowId>> waitingFor = [];

    /// <param name="members">All tables of the cycle.</param>
    /// <param name="references">
    /// What their rows reference within the cycle, once for each row and key; null where a reference dangles.
    /// </param>
    public CycleFill(IReadOnlyList<CycleMember> members, IEnumerable<(RowId Row, RowId? Referenced)> references)
    {
        this.members = members;
        var chosen = members.SelectMany(member => member.Chosen.Rows).ToHashSet();
        for (var i = 0; i < members.Count; i++)
        {
            for (var place = 0; place < members[i].Candidates.Count; place++)
            {
                if (!chosen.Contains(members[i].Candidates[place]))
                    open.Add(members[i].Candidates[place], (i, place));
            }
        }

        foreach (var (row, referenced) in references)
        {
            if (!open.ContainsKey(row) || (referenced is { } known && chosen.Contains(known)))
                continue;
            waiting[row] = waiting.GetValueOrDefault(row) + 1;
            if (referenced is not { } awaited)
                continue;
            if (!waitingFor.TryGetValue(awaited, out var rows))
                waitingFor.Add(awaited, rows = []);
            rows.Add(row);
        }
    }

    /// <summary>Chooses rows until no table grows any more.</summary>
    public void Run()
    {
        var eligible = open.Keys.Where(row => !waiting.ContainsKey(row)).ToList();
        while (eligible.Count > 0)
        {
            var grown = new List<RowId>();
            foreach (var row in eligible.OrderBy(row => open[row]))
            {
                var member = members[open[row].Member];
                if (member.Chosen.Sample([row], member.Limit, referencesChosen: true))
                    grown.Add(row);
            }

            eligible =
            [
                .. grown.SelectMany(row => waitingFor.GetValueOrDefault(row, [])).Where(row => --waiting[row] == 0),
            ];
        }
    }
}
