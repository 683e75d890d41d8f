using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Catalog.Queries;

/// <summary>A NOT NULL that is NOT VALID (PostgreSQL 18) does not count: existing rows may have NULL.</summary>
internal static class ColumnsQuery
{
    public static readonly Sql Sql = $"""
        SELECT a.attrelid, a.attname::text, format_type(a.atttypid, a.atttypmod), a.atttypid,
            a.attnotnull AND (a.attrelid, a.attnum) NOT IN (SELECT k.conrelid, k.conkey[1]
                FROM pg_catalog.pg_constraint k WHERE k.contype = 'n' AND NOT k.convalidated),
            a.attidentity::text, a.attgenerated <> '', a.atthasdef OR a.attidentity <> '',
            has_column_privilege(a.attrelid, a.attnum, 'select'), a.attcollation
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        WHERE a.attnum > 0 AND NOT a.attisdropped AND {CatalogScope.Tables}
        ORDER BY a.attrelid, a.attnum
        """;

    public static Owned<Column> Read(
        NpgsqlDataReader reader,
        Dictionary<uint, ColumnType> types,
        Dictionary<uint, Collation> collations
    )
    {
        var type = types[reader.GetFieldValue<uint>(3)].On(types);
        var ownCollation = reader.GetFieldValue<uint>(9);
        var collation = ownCollation == 0 ? null : collations[ownCollation];
        return new(
            reader.GetFieldValue<uint>(0),
            new Column(reader.GetString(1), reader.GetString(2))
            {
                BareType = type.BareType,
                IsNullable = !reader.GetBoolean(4),
                Identity = reader.GetString(5) switch
                {
                    "a" => IdentityKind.Always,
                    "d" => IdentityKind.ByDefault,
                    _ => IdentityKind.None,
                },
                IsGenerated = reader.GetBoolean(6),
                HasDefault = reader.GetBoolean(7) || type.HasDefault,
                CanSelect = reader.GetBoolean(8),
                HasLinguisticOrder = collation?.IsLinguistic == true,
                IsDomain = type.IsDomain,
                HasCastFromText = type.HasCastFromText,
                IsOrderable = type.IsOrderable,
                HasHiddenCollation = type.HasHiddenCollation,
                Collation = collation is null || ownCollation == type.Collation ? "" : $" COLLATE {collation.Name}",
                IsEnum = type.IsEnum,
            }
        );
    }
}
