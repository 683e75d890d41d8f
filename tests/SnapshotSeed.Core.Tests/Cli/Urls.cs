using Npgsql;
using SnapshotSeed.Cli.Connections;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class Urls
{
    [Theory]
    [InlineData("postgresql://host/db", true)]
    [InlineData("postgres://host/db", true)]
    [InlineData("PostgreSQL://host/db", true)]
    [InlineData("Host=host;Database=db", false)]
    [InlineData("mysql://host/db", false)]
    [InlineData("host=postgresql://", false)]
    [InlineData("", false)]
    public void Are_told_from_connection_strings(string text, bool isUrl) =>
        Assert.Equal(isUrl, PostgresUrl.IsUrl(text));

    [Theory]
    [InlineData(
        "postgresql://anna:secret@db.example:6543/shop",
        "Host=db.example;Port=6543;Database=shop;Username=anna;Password=secret"
    )]
    [InlineData("postgres://db.example/shop", "Host=db.example;Database=shop")]
    [InlineData("postgresql://", "")]
    [InlineData("postgresql:///shop", "Database=shop")]
    [InlineData("postgresql://anna@/shop", "Username=anna;Database=shop")]
    [InlineData("postgresql://host:/shop", "Host=host;Database=shop")]
    [InlineData(
        "postgresql://a%40b:p%3Aw%2F%3F%23%25@host/d%2Fb%20x",
        "Username=a@b;Password=p:w/?#%;Host=host;Database=d/b x"
    )]
    [InlineData("postgresql://anna:p:w@host/db", "Username=anna;Password=p:w;Host=host;Database=db")]
    [InlineData("postgresql://anna:p@w@host/db", "Username=anna;Password=p@w;Host=host;Database=db")]
    [InlineData("postgresql://anna:p+w@host/a+b", "Username=anna;Password=p+w;Host=host;Database=a+b")]
    [InlineData("postgresql://gr%C3%B6%C3%9Fe@host/db", "Username=größe;Host=host;Database=db")]
    [InlineData("postgresql://[::1]:5433/db", "Host=::1;Port=5433;Database=db")]
    [InlineData("postgresql://[2001:db8::7]/db", "Host=2001:db8::7;Database=db")]
    [InlineData("postgresql://%2Fvar%2Frun%2Fpostgresql/db", "Host=/var/run/postgresql;Database=db")]
    [InlineData("postgresql:///db?host=/tmp&port=5433", "Database=db;Host=/tmp;Port=5433")]
    [InlineData("postgresql://a:1,b:2/db", "Host=a:1,b:2;Database=db")]
    [InlineData("postgresql://a:,[::1],[::1]:2/db", "Host=a,[::1],[::1]:2;Database=db")]
    [InlineData(
        "postgresql://host/db?sslmode=verify-full&application_name=my%20app&connect_timeout=3",
        "Host=host;Database=db;SSL Mode=VerifyFull;Application Name=my app;Timeout=3"
    )]
    [InlineData("postgresql://host/db?user=anna&password=p%26w", "Host=host;Database=db;Username=anna;Password=p&w")]
    [InlineData(
        "postgresql://host/db?options=-c%20statement_timeout%3D5s",
        "Host=host;Database=db;Options=-c statement_timeout=5s"
    )]
    [InlineData("postgresql://host/db?&sslmode=disable&", "Host=host;Database=db;SSL Mode=Disable")]
    public void Are_read_as_libpq_reads_them(string url, string expected)
    {
        var builder = ConnectionSettings.Read(url, Addresses.Environment());

        Assert.Equal(
            new NpgsqlConnectionStringBuilder(expected).ConnectionString.Split(';').Order(),
            builder.ConnectionString.Split(';').Order()
        );
    }

    [Theory]
    [InlineData("postgresql://u:p%zz@host/db", "%25")]
    [InlineData("postgresql://u:100%@host/db", "%25")]
    [InlineData("postgresql://u@host/db%4", "%25")]
    [InlineData("postgresql://host/db?options=%+1", "%25")]
    [InlineData("postgresql://[::1/db", "[")]
    [InlineData("postgresql://host:abc/db", "port")]
    [InlineData("postgresql://host:-1/db", "port")]
    [InlineData("postgresql://host:0/db", "port", "65535")]
    [InlineData("postgresql://host:65536/db", "port", "65535")]
    [InlineData("postgresql://host:99999999999/db", "port")]
    [InlineData("postgresql://a:1,b:x/db", "port")]
    [InlineData("postgresql://a:0,b:1/db", "port", "65535")]
    [InlineData("postgresql://::1/db", "port")]
    [InlineData("postgresql://anna:12/34@host/db", "%40")]
    [InlineData("postgresql://host/db?colour=red", "colour")]
    [InlineData("postgresql://host/db?Sslmode=disable", "Sslmode")]
    [InlineData("postgresql://host/db?sslmode=maybe", "sslmode")]
    [InlineData("postgresql://host/db?connect_timeout=soon", "connect_timeout")]
    public void Are_refused_naming_the_part_that_is_wrong(string url, params string[] part) =>
        TextAssert.Contains(
            Assert.Throws<FormatException>(() => ConnectionSettings.Read(url, Addresses.Environment())).Message,
            part
        );
}
