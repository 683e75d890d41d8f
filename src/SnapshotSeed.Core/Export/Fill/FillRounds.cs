using System.Collections.Immutable;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Fill;

/// <summary>In a cycle the rows of one round make others eligible for the next.</summary>
internal sealed class FillRounds
{
    /// <summary>So many rounds end a chain of rows that goes on growing.</summary>
    public const int Most = 8;

    private readonly Sample sample;
    private readonly EligibleRows eligible;
    private List<SampleRule> growing;
    private List<(SampleRule Rule, Sql Rows)> statements;
    private int round;

    public FillRounds(ImmutableArray<FillRows> steps, Sample sample, EligibleRows eligible)
    {
        (Steps, this.sample, this.eligible) = (steps, sample, eligible);
        growing = [.. steps.SelectMany(step => step.Rules).Where(sample.IsBelowLimit)];
        statements = Statements();
    }

    public ImmutableArray<FillRows> Steps { get; }

    public bool HasEnded => statements.Count == 0 || round == Most;

    /// <summary>The tables that would grow in another round.</summary>
    public IReadOnlyList<TableName> Unfinished => statements.Count == 0 ? [] : growing.ConvertAll(rule => rule.Table);

    /// <summary>It changes nothing, so another session can ask again.</summary>
    public async Task<IReadOnlyList<(SampleRule Rule, List<RowId> Rows)>> AskAsync(
        Session session,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        var found = statements.ConvertAll(table =>
            (table.Rule, Rows: batch.Rows(table.Rows, RowId.Read, $"{table.Rule.Table}"))
        );
        await batch.SendAsync(cancellationToken);
        return found.ConvertAll(table => (table.Rule, table.Rows.Value));
    }

    /// <summary>Call it once the sample has the rows of this round.</summary>
    public void GoOn(IEnumerable<TableName> grown)
    {
        round++;
        var cycles = grown.Select(sample.Graph.ComponentOf).Where(component => component.IsCycle).ToHashSet();

        // Of a small sample the choice has seen all that there is to follow.
        growing = growing.FindAll(rule =>
            sample.IsBelowLimit(rule) && !rule.IsSmall && cycles.Contains(sample.Graph.ComponentOf(rule.Table))
        );
        statements = Statements();
    }

    private List<(SampleRule Rule, Sql Rows)> Statements()
    {
        var found = new List<(SampleRule, Sql)>();
        foreach (var rule in growing)
        {
            var table = sample.Table(rule.Table);
            if (eligible.Additions(table) is { } filter)
                found.Add((rule, FillSql.Places(table, sample.Orders(rule.Table).Choice, rule.Limit, filter)));
        }

        return found;
    }
}
