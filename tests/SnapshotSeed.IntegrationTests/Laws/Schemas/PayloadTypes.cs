namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A type of columns that are no part of a key, with the values that are most easily lost.</summary>
/// <param name="Sql">The type as a column's definition has it.</param>
/// <param name="Values">Values as input text.</param>
internal sealed record PayloadType(string Sql, params string[] Values)
{
    public Func<Server, bool> Exists { get; init; } = _ => true;

    public string On(Server server) => Exists(server) ? Sql : "text";
}

/// <summary>Every kind of type.</summary>
internal static class PayloadTypes
{
    public static readonly PayloadType Text = new(
        "text", "", "\\N", "\\.", "NULL", "a\tb", "a\nb", "\r", "\r\n", "x\n\\.\ny", "\"", "\"\"", "'", "\\", "\ufeffbom", "\u0085\u2028", " ", "e\u0301", "\u00e9", "漢字", "😀", "שלום",
        "{0} @p :x $1 %s", new string([.. Enumerable.Range(1, 31).Select(c => (char)c), '\u007f']), new string('x', 3000), "plain", "plain", "plain");

    public static readonly PayloadType[] All =
    [
        Text, Text, Text,
        new("smallint", "-32768", "32767"),
        new("bigint", "-9223372036854775808", "9223372036854775807"),
        new("numeric", "NaN", "Infinity", "-Infinity", "1.0", "1.00", "0.000", "-0.0", "1e-20", new string('7', 400), "0." + new string('3', 400) + "00"),
        new("numeric(10,2)", "1", "1.005", "NaN", "-99999999.99"),
        new("real", "NaN", "Infinity", "-0", "1e-45", "3.4028235e38", "0.1"),
        new("double precision", "NaN", "-Infinity", "-0", "5e-324", "1.7976931348623157e308", "0.1", "0.30000000000000004"),
        new("money", "-92233720368547758.08", "1.5", "0"),
        new("boolean", "t", "f"),
        new("\"char\"", "a", "", "\\"),
        new("name", "a", "", "select"),
        new("varchar(5)", "ab   ", "", "漢字漢字漢"),
        new("char(5)", "ab", "", "  x"),
        new("bytea", "\\x", "\\x00ff0a0d09", "\\x5c2e"),
        new("bit(4)", "0000", "1010"),
        new("bit varying(8)", "", "1", "00000000"),
        new("uuid", "{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}"),
        new("date", "infinity", "-infinity", "4713-01-01 BC", "5874897-12-31"),
        new("timestamp", "infinity", "-infinity", "4713-01-01 00:00:00 BC", "294276-12-31 23:59:59.999999"),
        new("timestamp(0)", "2020-01-01 23:59:59.6"),
        new("timestamptz", "infinity", "-infinity", "2020-06-01 12:00:00+05:30", "0001-01-01 00:00:00 BC"),
        new("time", "24:00:00", "00:00:00.000001"),
        new("timetz", "24:00:00-15:59", "00:00:00+15:59"),
        new("interval", "1 mon -1 days", "-178000000 years", "26:00:00", "1 day 02:00:00", "-00:00:00.000001"),
        new("interval day", "3 days"),
        new("json", "{\"a\":1, \"a\" : 2}", "  null", "\"\\u0000\"", "{\n\t\"b\": 1.00}", "[]"),
        new("jsonb", "{\"b\": [1.0, 1.00], \"a\": null}", "null", "\"\\\\N\"", "1e5"),
        new("jsonpath", "$.a[*] ? (@ > 1)"),
        new("xml", "<a>1</a>", "text only", "<a b=\"c\">&lt;</a><b/>") { Exists = server => server.HasXml },
        new("integer[]", "{}", "{NULL,1}", "[0:1]={1,2}", "{{1,2},{3,4}}", "[-1:0][2:3]={{1,2},{3,NULL}}"),
        new("text[]", "{}", "{\"NULL\",NULL,\"a,b\",\"\\\"\",\"\\\\\"}", "{\"\"}", "{\"a\tb\",\"\\\\N\"}"),
        new("numeric[]", "{1.0,1.00,NaN}"),
        new("\"My Types\".\"mood.\"", "sad", "needs, \"quotes\"", ""),
        new("\"My Types\".\"mood.\"[]", "{Happy,\"needs, \\\"quotes\\\"\",NULL,\"\"}"),
        new("pair", "(1,\"a \"\"q\"\"\")", "(,)", "(0,\"\")", "(2,\"a\nb,\\\\\")"),
        new("pair[]", "{\"(1,a)\",NULL,\"(,)\"}"),
        new("nest", "(\"{\"\"(1,a)\"\",NULL}\",\"(2,)\")", "(,)"),
        new("positive", "1", "2147483647"),
        new("short_text", "ab", "", "é́"),
        new("ints", "{1,NULL}", "[0:0]={5}"),
        new("int4range", "empty", "[1,5)", "(,)", "(,3]"),
        new("numrange", "[1.0,2.50)", "(-Infinity,NaN]", "empty"),
        new("tstzrange", "[-infinity,infinity)", "[\"2020-01-01 00:00:00+02\",)"),
        new("daterange", "[2020-01-01,2020-01-31]"),
        new("int4multirange", "{}", "{[1,2),[5,6)}"),
        new("datemultirange", "{[2020-01-01,2020-01-31],(,2019-01-01)}"),
        new("inet", "10.0.0.1/8", "::1", "::ffff:1.2.3.4/96"),
        new("cidr", "10.0.0.0/8", "::/0"),
        new("macaddr", "08-00-2b-01-02-03"),
        new("macaddr8", "08:00:2b:01:02:03:04:05"),
        new("point", "(1,-0)", "(NaN,Infinity)"),
        new("box", "(0,0),(1,1)"),
        new("path", "[(0,0),(1,1)]", "((0,0),(1,1))"),
        new("polygon", "((0,0),(1,1),(1,0))"),
        new("circle", "<(1,2),3>"),
        new("line", "{1,2,3}"),
        new("lseg", "[(0,0),(1,1)]"),
        new("tsvector", "'a':1A,2 b", "", "'it''s' '\\\\'"),
        new("tsquery", "a & !b:A | 'c d'"),
        new("oid", "4294967295"),
        new("regclass", "pg_class", "-"),
        new("regtype", "integer", "-"),
        new("pg_lsn", "0/16B3748"),
        new("pg_snapshot", "10:20:10,14"),
        new("tid", "(0,1)"),
        new("int2vector", "1 2", ""),
        new("public.citext", "Ab", "") { Exists = server => server.HasCitext },
    ];
}
