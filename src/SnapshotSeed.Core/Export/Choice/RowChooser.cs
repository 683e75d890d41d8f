using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Choice;

/// <summary>
/// Takes a row with all its parent rows if no table exceeds limit and headroom. Tables grow by turns, each before the
/// tables that it references, in rounds with rising targets: so no table uses up the headroom of a table that several
/// reference. Within a round come rows that need nothing new, then rows that share a parent row with chosen ones, then
/// any. A row that brings others of its own table must not take it beyond the target, so a chain grows from its end.
/// </summary>
internal sealed class RowChooser
{
    // The share of its limit, in hundredths, that a table reaches in each round.
    private static readonly int[] Rounds = [10, 20, 40, 70, 100];

    private readonly ICandidates candidates;
    private readonly IReadOnlyList<SampleRule> rules;
    private readonly Dictionary<TableName, Growth> growth;
    private readonly Dictionary<TableName, Coverage> coverage;
    private readonly Closure closure;

    // Each rule comes before the rules of the tables that its table references.
    public RowChooser(
        ICandidates candidates,
        IReadOnlyList<SampleRule> rules,
        Func<TableName, IReadOnlyList<CoveredColumn>> covered,
        IReadOnlyDictionary<TableName, PartitionSpread> spreads
    )
    {
        coverage = rules
            .Select(rule => (rule.Table, Columns: covered(rule.Table)))
            .Where(table => table.Columns.Count > 0)
            .ToDictionary(table => table.Table, table => new Coverage(table.Columns, candidates[table.Table]));
        this.candidates = candidates;
        this.rules = rules;
        growth = rules.ToDictionary(
            rule => rule.Table,
            rule => new Growth(rule, PartitionTurns.Of(spreads.GetValueOrDefault(rule.Table), candidates[rule.Table]))
        );
        closure = new Closure(candidates, growth);
    }

    /// <summary>In the order in which they were taken.</summary>
    public IReadOnlyList<Candidate> Rows(TableName table) => growth[table].Rows;

    /// <summary>False for rows that were found later.</summary>
    public bool IsChosen(Candidate row) => closure.IsTaken(row);

    public bool IsFull(TableName table) => growth[table].Count >= growth[table].Rule.Most;

    public int Missing(TableName table) => Math.Max(0, growth[table].Rule.Limit - growth[table].Count);

    public int Sampled(TableName table) => growth[table].Sampled;

    public int Included(TableName table) => growth[table].Included;

    /// <summary>The full table that refused most rows of this one; null if none did.</summary>
    public TableName? Obstacle(TableName table) => growth[table].Obstacle;

    public Coverage? Coverage(TableName table) => coverage.GetValueOrDefault(table);

    /// <summary>With all that they need, whatever that brings along.</summary>
    public void Include(IEnumerable<Candidate> rows)
    {
        foreach (var row in rows)
        {
            growth[row.Table].Included++;
            if (closure.IsTaken(row))
                continue;
            closure.Follow(row);
            Add(closure.Take());
        }
    }

    public void Run()
    {
        ShowPartitions();
        Cover();
        foreach (var round in Rounds)
        {
            foreach (var rule in rules)
                Grow(growth[rule.Table], Target(rule, round), Target(rule, round));
            if (round != Rounds[0])
                continue;
            foreach (var rule in rules)
                ReachFloor(growth[rule.Table]);
        }

        foreach (var rule in rules)
        {
            growth[rule.Table].ForgetRefusals();
            Grow(growth[rule.Table], rule.Limit, rule.Most);
        }
    }

    /// <summary>Referenced tables first, so that these do not fill up with parent rows of others.</summary>
    private void Cover()
    {
        foreach (var rule in rules.Reverse().Where(rule => coverage.ContainsKey(rule.Table)))
        {
            var (table, shown) = (growth[rule.Table], coverage[rule.Table]);
            foreach (var row in candidates[rule.Table].TakeWhile(_ => table.Sampled < rule.Limit))
            {
                if (closure.CanStart(row) && shown.ShowsMore(row) && closure.Fits(row, rule.Most))
                    Take(table);
            }
        }
    }

    /// <summary>Takes a row of each partition, in referenced tables first.</summary>
    private void ShowPartitions()
    {
        foreach (
            var table in rules.Reverse().Select(rule => growth[rule.Table]).Where(table => table.Turns is not null)
        )
        {
            foreach (var rows in table.Turns!.ByPartition.TakeWhile(_ => table.Sampled < table.Rule.Limit))
            {
                if (
                    !rows.Any(closure.IsTaken)
                    && rows.Any(row => closure.CanStart(row) && closure.Fits(row, table.Rule.Most))
                )
                    Take(table);
            }
        }
    }

    private static long Target(SampleRule rule, int round) =>
        Math.Max(rule.Floor, (((long)rule.Limit * round) + 99) / 100);

    /// <summary>Takes rows up to a target: of each partition its share first, then any.</summary>
    private void Grow(Growth table, long target, long most)
    {
        if (table.Turns is { IsEven: true } turns)
            GrowWith(table, target, most, row => turns.IsBehind(row, target));
        GrowWith(table, target, most, _ => true);
    }

    private void GrowWith(Growth table, long target, long most, Func<Candidate, bool> isInTurn)
    {
        Grow(table, target, most, row => isInTurn(row) && NeedsNothingNew(row));
        Grow(table, target, most, row => isInTurn(row) && SharesAReferencedRow(row));
        Grow(table, target, most, isInTurn);
    }

    private void Grow(Growth table, long target, long most, Func<Candidate, bool> isPreferred)
    {
        if (table.Count >= target)
            return;
        foreach (var row in candidates[table.Rule.Table])
        {
            if (closure.CanStart(row) && isPreferred(row) && closure.Fits(row, most))
                Take(table);
            if (table.Count >= target)
                return;
        }
    }

    /// <summary>If none of the first rows fits, takes the row that brings the fewest.</summary>
    private void ReachFloor(Growth table)
    {
        Grow(table, table.Rule.Floor, table.Rule.Most);
        while (table.Count < table.Rule.Floor && Cheapest(table) is { } row)
        {
            closure.Follow(row);
            Take(table);
            Grow(table, table.Rule.Floor, table.Rule.Most);
        }
    }

    /// <summary>Follows all rows a few steps, then twice as far each time, so few to the end of a long chain.</summary>
    private Candidate? Cheapest(Growth table)
    {
        Candidate? cheapest = null;
        for (var reach = 1L; cheapest is null && reach <= candidates.Count; reach *= 2)
        {
            var least = (2 * reach) + 1;
            foreach (var row in candidates[table.Rule.Table].Where(closure.CanStart))
            {
                if (closure.Size(row, least) is { } size)
                    (cheapest, least) = (row, size);
                if (least == 1)
                    break;
            }
        }

        return cheapest;
    }

    private void Take(Growth table)
    {
        Add(closure.Take());
        table.Sampled++;
    }

    private void Add(IReadOnlyList<Candidate> rows)
    {
        foreach (var row in rows)
        {
            growth[row.Table].Add(row);
            if (coverage.TryGetValue(row.Table, out var shown))
                shown.Show(row);
        }
    }

    private bool NeedsNothingNew(Candidate row)
    {
        foreach (var needed in row.Needed)
        {
            if (needed != row && !closure.IsTaken(needed))
                return false;
        }

        return true;
    }

    private bool SharesAReferencedRow(Candidate row)
    {
        foreach (var referenced in row.References)
        {
            if (closure.IsTaken(referenced))
                return true;
        }

        return false;
    }

    internal sealed class Growth(SampleRule rule, PartitionTurns? turns)
    {
        private readonly Dictionary<Growth, int> refusals = [];
        private readonly List<Candidate> rows = [];

        public SampleRule Rule => rule;

        /// <summary>The turns of its partitions; null where they do not count.</summary>
        public PartitionTurns? Turns => turns;

        public IReadOnlyList<Candidate> Rows => rows;

        public int Count => rows.Count;

        public int Sampled { get; set; }

        public int Included { get; set; }

        /// <summary>How many rows the followed closure adds.</summary>
        public int Added { get; set; }

        public TableName? Obstacle =>
            refusals.Count == 0
                ? null
                : refusals.OrderBy(pair => pair.Key.Rule.Table).MaxBy(pair => pair.Value).Key.Rule.Table;

        public void Add(Candidate row)
        {
            rows.Add(row);
            turns?.Note(row);
        }

        public void ForgetRefusals() => refusals.Clear();

        public void Refuse(Growth other) => refusals[other] = refusals.GetValueOrDefault(other) + 1;
    }
}
