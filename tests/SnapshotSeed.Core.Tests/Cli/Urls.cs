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
    [InlineData(
        "postgresql://u:p%zz@host/db",
        "a % is not followed by two hexadecimal digits (write a literal % as %25)"
    )]
    [InlineData(
        "postgresql://u:100%@host/db",
        "a % is not followed by two hexadecimal digits (write a literal % as %25)"
    )]
    [InlineData("postgresql://u@host/db%4", "a % is not followed by two hexadecimal digits (write a literal % as %25)")]
    [InlineData(
        "postgresql://host/db?options=%+1",
        "a % is not followed by two hexadecimal digits (write a literal % as %25)"
    )]
    [InlineData("postgresql://[::1/db", "the host's bracket [ is not closed")]
    [InlineData("postgresql://host:abc/db", "the port is no number")]
    [InlineData("postgresql://host:-1/db", "the port is no number")]
    [InlineData("postgresql://host:0/db", "the port is no number from 1 to 65535")]
    [InlineData("postgresql://host:65536/db", "the port is no number from 1 to 65535")]
    [InlineData("postgresql://host:99999999999/db", "the port is no number")]
    [InlineData("postgresql://a:1,b:x/db", "the port is no number")]
    [InlineData("postgresql://a:0,b:1/db", "the port is no number from 1 to 65535")]
    [InlineData("postgresql://::1/db", "the port is no number")]
    [InlineData(
        "postgresql://anna:12/34@host/db",
        "an @ follows the first / of the URL (in user and password write @ as %40, / as %2F, : as %3A)"
    )]
    [InlineData("postgresql://host/db?colour=red", "unknown connection parameter colour")]
    [InlineData("postgresql://host/db?Sslmode=disable", "unknown connection parameter Sslmode")]
    [InlineData(
        "postgresql://host/db?sslmode=maybe",
        "sslmode is none of disable, allow, prefer, require, verify-ca, verify-full"
    )]
    [InlineData("postgresql://host/db?connect_timeout=soon", "connect_timeout is no number")]
    public void Are_refused_naming_the_part_that_is_wrong(string url, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<FormatException>(() => ConnectionSettings.Read(url, Addresses.Environment())).Message
        );
}
