using Npgsql;
using SnapshotSeed.Cli.Connections;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class ConnectionParameters
{
    [Theory]
    [InlineData("host", "db.example", "Host=db.example")]
    [InlineData("hostaddr", "10.0.0.1", "Host=10.0.0.1")]
    [InlineData("port", "6543", "Port=6543")]
    [InlineData("dbname", "shop", "Database=shop")]
    [InlineData("user", "anna", "Username=anna")]
    [InlineData("password", "a;b=c", "Password='a;b=c'")]
    [InlineData("passfile", "/x/pgpass", "Passfile=/x/pgpass")]
    [InlineData("connect_timeout", "3", "Timeout=3")]
    [InlineData("options", "-c x=y", "Options='-c x=y'")]
    [InlineData("application_name", "app", "Application Name=app")]
    [InlineData("sslmode", "disable", "SSL Mode=Disable")]
    [InlineData("sslmode", "allow", "SSL Mode=Allow")]
    [InlineData("sslmode", "prefer", "SSL Mode=Prefer")]
    [InlineData("sslmode", "require", "SSL Mode=Require")]
    [InlineData("sslmode", "verify-ca", "SSL Mode=VerifyCA")]
    [InlineData("sslmode", "verify-full", "SSL Mode=VerifyFull")]
    [InlineData("sslrootcert", "ca.pem", "Root Certificate=ca.pem")]
    [InlineData("sslcert", "c.pem", "SSL Certificate=c.pem")]
    [InlineData("sslkey", "k.pem", "SSL Key=k.pem")]
    [InlineData("sslpassword", "pw", "SSL Password=pw")]
    [InlineData("keepalives", "1", "TCP Keepalive=True")]
    [InlineData("keepalives", "0", "TCP Keepalive=False")]
    [InlineData("keepalives_idle", "30", "TCP Keepalive Time=30")]
    [InlineData("keepalives_interval", "5", "TCP Keepalive Interval=5")]
    [InlineData("keepalives_count", "3", "")]
    [InlineData("channel_binding", "require", "Channel Binding=Require")]
    [InlineData("target_session_attrs", "read-only", "Target Session Attributes=read-only")]
    [InlineData("client_encoding", "UTF8", "")]
    [InlineData("fallback_application_name", "psql", "")]
    [InlineData("gssencmode", "disable", "GSS Encryption Mode=Disable")]
    [InlineData("gssencmode", "prefer", "GSS Encryption Mode=Disable")]
    [InlineData("gssencmode", "require", "GSS Encryption Mode=Require")]
    public void Are_called_otherwise_in_Npgsql(string name, string value, string expected)
    {
        var builder = new NpgsqlConnectionStringBuilder();
        Apply(name, value, builder);

        Assert.Equal(new NpgsqlConnectionStringBuilder(expected).ConnectionString, builder.ConnectionString);
    }

    [Theory]
    [InlineData("port", "0")]
    [InlineData("port", " 1")]
    [InlineData("port", "")]
    [InlineData("port", "1,2")]
    [InlineData("port", "1,x")]
    [InlineData("connect_timeout", "-1")]
    [InlineData("connect_timeout", "100000")]
    [InlineData("sslmode", "Require")]
    [InlineData("channel_binding", "perhaps")]
    [InlineData("target_session_attrs", "nonsense")]
    [InlineData("keepalives_idle", "x")]
    public void Are_refused_with_a_FormatException(string name, string value) =>
        Assert.Throws<FormatException>(() => Apply(name, value, new NpgsqlConnectionStringBuilder()));

    private static void Apply(string name, string value, NpgsqlConnectionStringBuilder builder) =>
        LibpqSetting.All.Single(setting => setting.Name == name).Apply(value, builder);
}
