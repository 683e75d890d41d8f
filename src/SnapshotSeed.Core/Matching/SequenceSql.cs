using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Matching;

/// <summary>Runs under the pinned search_path.</summary>
internal static class SequenceSql
{
    // seqincrement is below zero for a sequence that counts down. As numeric, because the bounds of bigint may be those
    // of the sequence.
    private static readonly Sql MostToPass =
        $"CASE WHEN seqcycle THEN seqmax ELSE greatest(seqmax::numeric - seqincrement, seqmin)::bigint END";

    private static readonly Sql LeastToPass =
        $"CASE WHEN seqcycle THEN seqmin ELSE least(seqmin::numeric - seqincrement, seqmax)::bigint END";

    /// <summary>setval takes effect at once and survives a rollback; a sequence that is ahead does no harm.</summary>
    public static Sql Advance(Sequence sequence, Table table) =>
        $"SELECT setval({Regclass(sequence.Name)}, b.passed) FROM {Behind(sequence, table)}";

    /// <summary>Moves a sequence to a position that it has not reached, if its bounds allow.</summary>
    public static Sql Advance(UnownedSequence sequence, long position)
    {
        Sql beyond = sequence.IsDescending ? (Sql)$"<" : $">";
        return $"""
            SELECT setval({Regclass(sequence.Name)}, {position})
            FROM {sequence.Name} q
            JOIN pg_sequence s ON s.seqrelid = {Regclass(sequence.Name)} AND {position} BETWEEN s.seqmin AND s.seqmax
            WHERE {position} {beyond} q.last_value OR {position} = q.last_value AND NOT q.is_called
            """;
    }

    /// <summary>Whether a sequence would yield a value that its column has already passed.</summary>
    public static Sql IsBehind(Sequence sequence, Table table) =>
        $"SELECT EXISTS (SELECT FROM {Behind(sequence, table)})";

    /// <summary>The last value of the column that leaves a next one, if the sequence has not passed it.</summary>
    private static Sql Behind(Sequence sequence, Table table)
    {
        var column = new Identifier(sequence.Column);
        Sql extreme = sequence.IsDescending ? (Sql)$"min" : $"max";
        Sql beyond = sequence.IsDescending ? (Sql)$"<" : $">";
        Sql bounds = sequence.IsDescending
            ? (Sql)$"{LeastToPass} AS seqmin, seqmax"
            : $"seqmin, {MostToPass} AS seqmax";
        return $"""
            (SELECT trunc({extreme}(c.{column})::numeric)::bigint AS passed FROM {table.From()} c
                JOIN (SELECT {bounds}
                    FROM pg_sequence WHERE seqrelid = {Regclass(sequence.Name)}) l
                    ON c.{column} >= l.seqmin AND c.{column} <= l.seqmax) b
            JOIN {sequence.Name} q ON b.passed {beyond} q.last_value OR b.passed = q.last_value AND NOT q.is_called
            """;
    }

    private static Sql Regclass(TableName sequence)
    {
        Sql name = $"{sequence}";
        return $"{Sql.Literal(name.ToString())}::regclass";
    }
}
