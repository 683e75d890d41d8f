using Npgsql;

namespace SnapshotSeed.Catalog;

/// <summary>
/// Reads a database's catalog in one round trip. Needs no privilege beyond CONNECT: pg_catalog is readable by everyone.
/// </summary>
internal static class CatalogReader
{
    // In the order in which their results are read below.
    private static readonly string[] Queries =
    [
        CatalogSql.Identity,
        CatalogSql.Tables,
        CatalogSql.Columns,
        CatalogSql.Keys,
        CatalogSql.ForeignKeys,
        CatalogSql.Sequences,
        CatalogSql.Checks,
        CatalogSql.ForeignPartitions,
        CatalogSql.Types,
    ];

    public static async Task<DatabaseCatalog> ReadAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var batch = connection.NewBatch();
        foreach (var sql in Queries)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);

        var database = await ReadIdentityAsync(reader, cancellationToken);
        var allTables = (await ReadResultAsync(reader, ReadTable, cancellationToken)).ToLookup(
            row => row.IsOfExtension,
            row => row.Table
        );
        var tables = allTables[false].ToList();
        var ofExtensions = allTables[true].ToDictionary(table => table.Value.Name, table => table.Value);
        var names = allTables.SelectMany(table => table).ToDictionary(table => table.Oid, table => table.Value.Name);
        var columns = (await ReadResultAsync(reader, ReadColumn, cancellationToken)).ToLookup(
            row => row.Oid,
            row => row.Value
        );
        var keys = (await ReadResultAsync(reader, ReadKey, cancellationToken)).ToLookup(
            row => row.Oid,
            row => row.Value
        );
        var foreignKeys = (await ReadResultAsync(reader, r => ReadForeignKey(r, names), cancellationToken))
            .OfType<ForeignKey>()
            .Where(key => !ofExtensions.ContainsKey(key.ReferencedTable))
            .ToLookup(key => key.Table);
        var allSequences = await ReadResultAsync(reader, r => ReadSequence(r, names), cancellationToken);
        var sequences = allSequences
            .Select(row => row.Sequence)
            .OfType<Sequence>()
            .ToLookup(sequence => sequence.Table);
        var checks = (await ReadResultAsync(reader, ReadCheck, cancellationToken)).ToLookup(
            row => row.Oid,
            row => row.Value
        );
        var foreignPartitions = (await ReadResultAsync(reader, ReadForeignPartition, cancellationToken)).ToLookup(
            row => row.Oid,
            row => row.Value
        );
        var types = (await ReadResultAsync(reader, ReadType, cancellationToken)).ToLookup(
            row => row.Oid,
            row => row.Value
        );

        return new DatabaseCatalog(
            database,
            [
                .. tables
                    .Select(row =>
                        row.Value with
                        {
                            Columns = [.. columns[row.Oid]],
                            Types = [.. types[row.Oid].OrderBy(type => type.Name, StringComparer.Ordinal)],
                            Keys = [.. keys[row.Oid]],
                            ForeignKeys =
                            [
                                .. foreignKeys[row.Value.Name].OrderBy(key => key.Name, StringComparer.Ordinal),
                            ],
                            Sequences = [.. sequences[row.Value.Name]],
                            Checks = [.. checks[row.Oid]],
                            ForeignPartitions = [.. foreignPartitions[row.Oid]],
                        }
                    )
                    .OrderBy(table => table.Name),
            ]
        )
        {
            ReferencesOfExtensions =
            [
                .. ofExtensions.Values.SelectMany(
                    table => foreignKeys[table.Name].OrderBy(key => key.Name, StringComparer.Ordinal),
                    (table, key) => (key, table)
                ),
            ],
            LooseSequences = [.. allSequences.Where(row => row.IsLoose).Select(row => row.Name)],
        };
    }

    private static async Task<DatabaseIdentity> ReadIdentityAsync(
        NpgsqlDataReader reader,
        CancellationToken cancellationToken
    )
    {
        await reader.ReadAsync(cancellationToken);
        return new DatabaseIdentity(reader.GetString(0)) { CanCreateTemporaryTables = reader.GetBoolean(1) };
    }

    private static async Task<List<T>> ReadResultAsync<T>(
        NpgsqlDataReader reader,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    private static TableRow ReadTable(NpgsqlDataReader reader) =>
        new(
            new(
                reader.GetFieldValue<uint>(0),
                new Table(new TableName(reader.GetString(1), reader.GetString(2)))
                {
                    IsPartitioned = reader.GetBoolean(3),
                    CanSelect = reader.GetBoolean(4),
                    CanSelectSome = reader.GetBoolean(5),
                    HasRowSecurity = reader.GetBoolean(6),
                    CanInsert = reader.GetBoolean(7),
                    CanTruncate = reader.GetBoolean(8),
                    AllowsOnConflict = reader.GetBoolean(9),
                    HasInsertRules = reader.GetBoolean(10),
                    HasInsertTriggers = reader.GetBoolean(11),
                    Pages = reader.IsDBNull(12) ? null : reader.GetInt32(12),
                    EstimatedRows = reader.IsDBNull(13) ? null : reader.GetInt64(13),
                    IsNotOnStandby = reader.GetBoolean(14),
                }
            ),
            reader.GetBoolean(15)
        );

    private static Owned<Column> ReadColumn(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<uint>(0),
            new Column(reader.GetString(1), reader.GetString(2))
            {
                BareType = reader.GetString(3),
                IsNullable = !reader.GetBoolean(4),
                Identity = reader.GetString(5) switch
                {
                    "a" => IdentityKind.Always,
                    "d" => IdentityKind.ByDefault,
                    _ => IdentityKind.None,
                },
                IsGenerated = reader.GetBoolean(6),
                HasDefault = reader.GetBoolean(7),
                CanSelect = reader.GetBoolean(8),
                HasLinguisticOrder = reader.GetBoolean(9),
                IsDomain = reader.GetBoolean(10),
                HasCastFromText = reader.GetBoolean(11),
                IsOrderable = reader.GetBoolean(12),
                HasHiddenCollation = reader.GetBoolean(13),
                Collation = reader.GetString(14),
            }
        );

    private static Owned<UniqueKey> ReadKey(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<uint>(0),
            new UniqueKey(reader.GetString(1), [.. reader.GetFieldValue<string[]>(2)])
            {
                IsPrimary = reader.GetBoolean(3),
                EqualityOperators = [.. reader.GetFieldValue<string[]>(4)],
                NullsAreEqual = reader.GetBoolean(5),
                Collations = [.. reader.GetFieldValue<string[]>(6)],
            }
        );

    private static ForeignKey? ReadForeignKey(NpgsqlDataReader reader, Dictionary<uint, TableName> names)
    {
        // A reference to a system table binds nothing that a snapshot could carry.
        if (
            !names.TryGetValue(reader.GetFieldValue<uint>(1), out var table)
            || !names.TryGetValue(reader.GetFieldValue<uint>(3), out var referenced)
        )
            return null;

        return new ForeignKey(
            reader.GetString(0),
            table,
            [.. reader.GetFieldValue<string[]>(2)],
            referenced,
            [.. reader.GetFieldValue<string[]>(4)]
        )
        {
            IsValidated = reader.GetBoolean(5),
            EqualityOperators = [.. reader.GetFieldValue<string[]>(6)],
            OnlyInPartitions = reader.IsDBNull(7) ? null : [.. reader.GetFieldValue<uint[]>(7)],
            IsTemporal = reader.GetBoolean(8),
            Collations = [.. reader.GetFieldValue<string[]>(9)],
            ReferencedPartitions = reader.IsDBNull(10) ? null : [.. reader.GetFieldValue<uint[]>(10)],
            IsEnforced = reader.GetBoolean(11),
            IsMatchFull = reader.GetBoolean(12),
        };
    }

    private static SequenceRow ReadSequence(NpgsqlDataReader reader, Dictionary<uint, TableName> names)
    {
        var name = new TableName(reader.GetString(0), reader.GetString(1));
        if (reader.IsDBNull(2) || !names.TryGetValue(reader.GetFieldValue<uint>(2), out var table))
            return new(name, reader.IsDBNull(2), null);
        return new(
            name,
            false,
            new Sequence(name, table, reader.GetString(3))
            {
                IsDescending = reader.GetBoolean(4),
                CanRead = reader.GetBoolean(5),
                CanMove = reader.GetBoolean(6),
                IsPlain = reader.GetBoolean(7),
            }
        );
    }

    private static Owned<CheckConstraint> ReadCheck(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<uint>(0), new CheckConstraint(reader.GetString(1), reader.GetString(2)));

    private static Owned<TypeDefinition> ReadType(NpgsqlDataReader reader) =>
        new(reader.GetFieldValue<uint>(0), new TypeDefinition(reader.GetString(1), reader.GetString(2)));

    private static Owned<ForeignPartition> ReadForeignPartition(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<uint>(0),
            new ForeignPartition(
                new TableName(reader.GetString(1), reader.GetString(2)),
                reader.IsDBNull(3) ? null : reader.GetString(3)
            )
        );

    /// <summary>
    /// What a row says of the table with an oid. Classes, as here and below, need no code of their own in the
    /// collections that hold them.
    /// </summary>
    private sealed record Owned<T>(uint Oid, T Value);

    private sealed record TableRow(Owned<Table> Table, bool IsOfExtension);

    private sealed record SequenceRow(TableName Name, bool IsLoose, Sequence? Sequence);
}
