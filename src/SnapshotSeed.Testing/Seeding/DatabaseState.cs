using Npgsql;
using SnapshotSeed.Model;

namespace SnapshotSeed.Testing;

/// <summary>Fingerprints of tables, their references, and statements that restore the positions of sequences.</summary>
internal sealed record DatabaseState(
    IReadOnlyDictionary<TableName, string> Tables,
    IReadOnlyList<(TableName Table, TableName Referenced)> References,
    IReadOnlyList<string> Sequences
)
{
    private const string Relations = """
        SELECT n.nspname, c.relname
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
            AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
        """;

    private const string ForeignKeys = """
        SELECT n.nspname, c.relname, rn.nspname, r.relname
        FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
        WHERE k.contype = 'f' AND k.conparentid = 0
        """;

    /// <summary>Tables whose rows cannot be loaded again are ignored.</summary>
    public static async Task<DatabaseState> ReadAsync(
        NpgsqlDataSource source,
        Func<TableName, bool> isLoaded,
        CancellationToken cancellationToken
    )
    {
        var tables = await NamesAsync(source, "c.relkind IN ('r', 'p') AND NOT c.relispartition", cancellationToken);
        tables.RemoveAll(table => !isLoaded(table));
        var fingerprints = await UnionAsync(
            source,
            tables.Select(table =>
                $"SELECT concat(count(*), ' ', sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint)) FROM {Sql(table)} t"
            ),
            cancellationToken
        );
        var references = await RowsAsync(source, ForeignKeys, cancellationToken);
        var sequences = await NamesAsync(source, "c.relkind = 'S'", cancellationToken);
        var positions = await UnionAsync(
            source,
            sequences.Select(sequence =>
                $"SELECT format('SELECT setval(%L, %s, %L)', '{Sql(sequence).Replace("'", "''", StringComparison.Ordinal)}', last_value, is_called) FROM {Sql(sequence)}"
            ),
            cancellationToken
        );
        return new(
            tables.Zip(fingerprints).ToDictionary(pair => pair.First, pair => pair.Second),
            [.. references.Select(row => (new TableName(row[0], row[1]), new TableName(row[2], row[3])))],
            positions
        );
    }

    /// <summary>The tables that differ in another state, and those that reference them, directly or not.</summary>
    public IReadOnlyCollection<TableName> ChangedIn(DatabaseState other)
    {
        var changed = Tables
            .Where(table => other.Tables.GetValueOrDefault(table.Key) != table.Value)
            .Select(table => table.Key)
            .ToHashSet();
        var before = -1;
        while (before < changed.Count)
        {
            before = changed.Count;
            changed.UnionWith(
                References
                    .Where(reference => changed.Contains(reference.Referenced) && Tables.ContainsKey(reference.Table))
                    .Select(reference => reference.Table)
                    .ToList()
            );
        }

        return [.. changed.Order()];
    }

    public Task RestoreSequencesAsync(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        UnionAsync(source, Sequences.Select(move => $"SELECT ({move})::text"), cancellationToken);

    private static async Task<List<TableName>> NamesAsync(
        NpgsqlDataSource source,
        string condition,
        CancellationToken cancellationToken
    )
    {
        var rows = await RowsAsync(source, $"{Relations} AND {condition}", cancellationToken);
        return [.. rows.Select(row => new TableName(row[0], row[1])).Order()];
    }

    /// <summary>In the order of the queries, each with a single value.</summary>
    private static async Task<List<string>> UnionAsync(
        NpgsqlDataSource source,
        IEnumerable<string> queries,
        CancellationToken cancellationToken
    )
    {
        var numbered = queries.Select((query, i) => $"SELECT {i}, ({query})").ToList();
        if (numbered.Count == 0)
            return [];
        var rows = await RowsAsync(
            source,
            $"SELECT value FROM ({string.Join(" UNION ALL ", numbered)}) q (place, value) ORDER BY place",
            cancellationToken
        );
        return rows.ConvertAll(row => row[0]);
    }

    private static async Task<List<List<string>>> RowsAsync(
        NpgsqlDataSource source,
        string sql,
        CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<List<string>>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }

    private static string Sql(TableName name) =>
        $"{QuotedSql.Identifier(name.Schema)}.{QuotedSql.Identifier(name.Name)}";
}
