using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Execute;

internal sealed class CheckLabelsRunner(LoadState state)
{
    /// <exception cref="SnapshotSeedException">Labels lead nowhere or are defined twice: all together.</exception>
    public async Task RunAsync(CheckLabels operation, CancellationToken cancellationToken)
    {
        // Where rows stay out, those that hold their labels do as well.
        while (await FindLostAsync(operation, cancellationToken) && state.KeepsGoing) { }
        if (!state.KeepsGoing && state.LabelProblems.Count > 0)
            throw SnapshotSeedException.ForRows(
                "labels match no rows",
                state.LabelProblems,
                $"Correct these lines, or load the tables that define the labels too, with {Setting.Only}."
            );
    }

    private async Task<bool> FindLostAsync(CheckLabels operation, CancellationToken cancellationToken)
    {
        var batch = state.Session.NewBatch();
        var asked = new List<Question>();
        foreach (var load in operation.Tables)
        {
            foreach (var column in load.Columns.Where(column => column.Conversion is { Labels.IsEmpty: false }))
                asked.AddRange(await AskAsync(operation, load, column, batch, cancellationToken));
        }

        if (asked.Count == 0)
            return false;
        await batch.SendAsync(cancellationToken);
        var hasLost = false;
        foreach (var question in asked.Where(question => question.Lost.Value.Count > 0))
            hasLost |= await RecordAsync(question, cancellationToken);
        return hasLost;
    }

    private async Task<List<Question>> AskAsync(
        CheckLabels operation,
        TableLoad load,
        LoadColumn column,
        Batch batch,
        CancellationToken cancellationToken
    )
    {
        // A condition may be about any column.
        var isStaged = load.IsStaged && !state.KeepsGoing;
        var asked =
            isStaged || column.Conversion!.Labels.Any(source => source.Where is not null)
                ? load
                : load with
                {
                    Columns = [column],
                };
        var rows = isStaged
            ? FileRowsSql.Numbered(await state.Staging.StageAsync(load, cancellationToken))
            : FileRowsSql.Parameters(asked, await asked.ReadRowsAsync(cancellationToken));
        var labels = new LabelsSql(asked, state.Ids, ownIdsByLine: false);
        var place = asked.IndexOf(column.Target.Name);
        return
        [
            .. labels
                .SourcesOf(place)
                .Select(source => new Question(
                    load,
                    column.Target.Name,
                    source,
                    batch.Rows(
                        IdSql.Lost(labels, rows, place, source, operation.Loaded.Contains),
                        reader => (reader.GetInt64(0), reader.GetBoolean(1))
                    )
                )),
        ];
    }

    /// <returns>Whether rows have been found that are not known yet.</returns>
    private async Task<bool> RecordAsync(Question question, CancellationToken cancellationToken)
    {
        var (load, left) = (question.Load, state.LeftOut(question.Load.Table.Name));
        var rows = await load.Source.ReadRowsAsync(cancellationToken);
        var labels = rows[question.Column];
        var lost = question
            .Lost.Value.Select(row => (Line: rows.Lines[row.Place - 1], Label: labels[row.Place - 1], row.IsDefined))
            .Where(row => left.Add(row.Line))
            .ToList();
        if (lost.Count == 0)
            return false;
        var told = lost.ConvertAll(row => new RowProblem(
            row.IsDefined ? RowProblemKind.LabelNotInTarget
                : IsOfRowLeftOut(question.Source.Table, row.Label) ? RowProblemKind.ParentNotLoaded
                : RowProblemKind.LabelUnknown,
            load.Table.Name
        )
        {
            File = load.Source.File,
            Line = row.Line,
            Columns = [question.Column],
            Referenced = question.Source.Table,
        });
        state.LabelProblems.AddRange(state.KeepsGoing ? told : [told[0].And(told.Count - 1)]);
        if (state.Ids[load.Table.Name] is IdsInMemory map)
            state.Ids[load.Table.Name] = map.Without(left);
        return true;
    }

    private bool IsOfRowLeftOut(TableName table, string? label) =>
        label is not null && state.Ids[table] is IdsInMemory map && map.LeftOut.Contains(label);

    private sealed record Question(
        TableLoad Load,
        string Column,
        LabelSource Source,
        Answer<List<(long Place, bool IsDefined)>> Lost
    );
}
