using Npgsql;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>What a check of a refused file goes by; the rows are in the columns of the load.</summary>
internal sealed record RowCheck(Session Session, TableLoad Load, TsvRows Rows, IdMaps Ids)
{
    /// <summary>How many rows a check names in a message.</summary>
    public const int Shown = 3;

    /// <summary>How many rows this check names: the first few, or all.</summary>
    public int Most { get; init; } = Shown;

    /// <summary>Whether every row is named.</summary>
    public bool NamesAll => Most == int.MaxValue;

    public static async Task<RowCheck> OfAsync(
        Session session,
        TableLoad load,
        IdMaps ids,
        CancellationToken cancellationToken
    ) => new(session, load, await load.ReadRowsAsync(cancellationToken), ids);

    /// <summary>The same for some of the rows.</summary>
    /// <param name="places">Their places, from 1.</param>
    public RowCheck At(long[] places) => this with { Rows = Rows.At(places) };

    /// <summary>The same without the rows that start on some lines.</summary>
    public RowCheck Without(IReadOnlySet<long> lines) =>
        lines.Count == 0 ? this : this with { Rows = Rows.Without(lines) };

    public Sql Source => FileRowsSql.FromParameters(Load, Rows, Ids);

    /// <summary>Names the first rows, counts the rest. The question yields the place of a row first, from 1.</summary>
    public async Task<List<RowProblem>> ProblemsAsync(
        Sql question,
        Func<NpgsqlDataReader, RowProblem> problemOf,
        CancellationToken cancellationToken,
        bool inTarget = false,
        int? most = null
    )
    {
        Sql first = $"""
            SELECT q.*, pg_catalog.count(*) OVER ()
            FROM (
                {question}
            ) q
            ORDER BY 1
            LIMIT {most ?? Most}
            """;
        (RowProblem Problem, long Count) Read(NpgsqlDataReader reader) =>
            (problemOf(reader), reader.GetInt64(reader.FieldCount - 1));
        var found = inTarget
            ? await AskInTargetAsync(first, Read, cancellationToken)
            : await AskAsync(first, Read, cancellationToken);
        return
        [
            .. found.Select((row, i) => i + 1 < found.Count ? row.Problem : row.Problem.And(row.Count - found.Count)),
        ];
    }

    /// <returns>None where PostgreSQL refuses the question, which may make no sense for these rows.</returns>
    public async Task<List<T>> AskAsync<T>(
        Sql question,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        var attempt = await Session.TryAsync(
            () => Session.RowsAsync(question, read, cancellationToken),
            cancellationToken
        );
        return attempt.Answer ?? [];
    }

    /// <summary>The same under the target's own search_path, on which functions in its constraints may rely.</summary>
    private async Task<List<T>> AskInTargetAsync<T>(
        Sql question,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        await Session.ExecuteAsync(Session.ToOwnSearchPath, cancellationToken);
        var answers = await AskAsync(question, read, cancellationToken);
        await Session.ExecuteAsync(Session.ToPinnedSearchPath, cancellationToken);
        return answers;
    }

    /// <summary>The row counts from 1.</summary>
    public RowProblem Problem(RowProblemKind kind, long row, bool withKey = false) =>
        new(kind, Load.Table.Name)
        {
            File = Load.Source.File,
            Line = Rows.Lines[row - 1],
            Key = withKey ? Load.KeyOf(Rows, row) : null,
        };

    /// <summary>Shows a row source <c>s</c> under the names of the table's columns, as a SELECT list.</summary>
    public Sql AsTable =>
        Sql.List(Load.Columns.Select(Sql (column, i) => $"s.{FileRowsSql.Name(i)} AS {column.Target}"));

    public Sql Holder(Sql alias) =>
        Load.Key is { } key ? (Sql)$"pg_catalog.concat_ws(', ', {Sql.Columns(alias, key.Columns)})" : $"''";

    public string HolderInWords(string holder) =>
        Load.Key is { } key ? $"the row with {string.Join(", ", key.Columns)} = {holder}" : "another row";
}
