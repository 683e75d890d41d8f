using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>
/// What the server at hand was built with. A database is made without asking; where something is missing, its SQL has
/// text instead.
/// </summary>
internal sealed record Server(bool HasCitext, bool HasIcu, bool HasXml)
{
    /// <summary>What random databases take for granted: schemas, types, a collation, a trigger function.</summary>
    public string Prelude =>
        $$"""
            {{string.Join(
                '\n',
                Names.Schemas.Where(schema => schema != "public").Select(schema => $"CREATE SCHEMA {TestSql.Name(schema)};")
            )}}
            CREATE SCHEMA "My Types";
            CREATE TYPE "My Types"."mood." AS ENUM ('sad', 'ok', 'Happy', 'needs, "quotes"', '');
            CREATE TYPE "My Types".grade AS ENUM ({{string.Join(
                ", ",
                Enumerable.Range(0, KeyTypes.Values).Select(KeyTypes.Grade).Order(StringComparer.Ordinal).Select(
                    TestSql.Literal
                )
            )}});
            CREATE TYPE pair AS (x integer, y text);
            CREATE TYPE nest AS (parts pair[], "one more" pair);
            CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
            CREATE DOMAIN short_text AS varchar(5);
            CREATE DOMAIN ints AS integer[] CHECK (array_length(VALUE, 1) < 5);
            {{(HasCitext ? "CREATE EXTENSION citext;" : "")}}
            {{(
                HasIcu
                    ? "CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
                    : ""
            )}}
            CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'
            """;

    public static async Task<Server> OfAsync(TestDatabase database)
    {
        var row = (
            await database.RowsAsync(
                """
                SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'citext'), EXISTS (SELECT FROM pg_collation WHERE collprovider = 'i'),
                    (SELECT setting LIKE '%--with-libxml%' FROM pg_config WHERE name = 'CONFIGURE')
                """
            )
        )[0];
        return new Server(row[0] == "t", row[1] == "t", row[2] == "t");
    }
}
