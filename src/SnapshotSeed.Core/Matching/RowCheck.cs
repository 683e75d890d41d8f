using Npgsql;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>What a check of a refused file has to go by.</summary>
/// <param name="Session">Where it asks.</param>
/// <param name="Load">The file and its table.</param>
/// <param name="Rows">The file's rows, in the columns of the load.</param>
/// <param name="Ids">The ids of labels.</param>
internal sealed record RowCheck(Session Session, TableLoad Load, TsvRows Rows, IdMaps Ids)
{
    /// <summary>How many rows a check names.</summary>
    public const int Shown = 3;

    /// <summary>A check of all rows of a file.</summary>
    public static async Task<RowCheck> OfAsync(
        Session session,
        TableLoad load,
        IdMaps ids,
        CancellationToken cancellationToken
    ) => new(session, load, await load.ReadRowsAsync(cancellationToken), ids);

    /// <summary>The file's rows as a row source.</summary>
    public Sql Source => FileRowsSql.FromParameters(Load, Rows, Ids);

    /// <summary>The rows of which something is wrong: a problem for each of the first few, the last of which counts the rest.</summary>
    /// <param name="question">Rows that begin with the place of one of the file, from 1.</param>
    /// <param name="problemOf">What is wrong with one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="inTarget">Whether it is asked under the target's own search_path.</param>
    /// <param name="most">How many are named.</param>
    public async Task<List<RowProblem>> ProblemsAsync(
        Sql question,
        Func<NpgsqlDataReader, RowProblem> problemOf,
        CancellationToken cancellationToken,
        bool inTarget = false,
        int most = Shown
    )
    {
        Sql first = $"""
            SELECT q.*, pg_catalog.count(*) OVER ()
            FROM (
                {question}
            ) q
            ORDER BY 1
            LIMIT {most}
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

    /// <summary>Asks a question that may make no sense for these rows.</summary>
    /// <returns>The answers; none where PostgreSQL refuses the question.</returns>
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

    /// <summary>A problem of a row.</summary>
    /// <param name="kind">What is wrong.</param>
    /// <param name="row">The row, from 1.</param>
    /// <param name="withKey">Whether a message should tell its key.</param>
    public RowProblem Problem(RowProblemKind kind, long row, bool withKey = false) =>
        new(kind, Load.Table.Name)
        {
            File = Load.Source.File,
            Line = Rows.Lines[row - 1],
            Key = withKey ? Load.KeyOf(Rows, row) : null,
        };

    /// <summary>
    /// SELECT list that shows a row source of the alias <c>s</c> under the names of the table's columns.
    /// </summary>
    public Sql AsTable =>
        Sql.List(Load.Columns.Select(Sql (column, i) => $"s.{FileRowsSql.Name(i)} AS {column.Target}"));

    /// <summary>What names the row of an alias of the table: its key's values.</summary>
    public Sql Holder(Sql alias) =>
        Load.Key is { } key ? (Sql)$"pg_catalog.concat_ws(', ', {Sql.Columns(alias, key.Columns)})" : $"''";

    /// <summary>The same in words.</summary>
    public string HolderInWords(string holder) =>
        Load.Key is { } key ? $"the row with {string.Join(", ", key.Columns)} = {holder}" : "another row";
}
