using Npgsql;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class Addresses
{
    [Fact]
    public void Come_from_the_option_before_the_variable()
    {
        Assert.Equal(
            "option at a:5432",
            Source("postgresql://a/option", "DATABASE_URL_DEMO=postgresql://b/variable").ToString()
        );
        Assert.Equal("variable at b:5432", Source(null, "DATABASE_URL_DEMO=postgresql://b/variable").ToString());
        Assert.Equal("variable at b:5432", Source("", "DATABASE_URL_DEMO=postgresql://b/variable").ToString());
    }

    [Fact]
    public void Of_source_and_target_have_a_variable_each()
    {
        string[] both = ["DATABASE_URL_DEMO=postgresql://a/demo", "DATABASE_URL_TEST=postgresql://b/test"];

        Assert.Equal("demo at a:5432", Source(null, both).ToString());
        Assert.Equal("test at b:5432", DatabaseAddress.Target(null, Environment(both)).ToString());
        Assert.Equal(
            ("source", "target"),
            (Source(null, both).Role, DatabaseAddress.Target(null, Environment(both)).Role)
        );
    }

    [Fact]
    public void That_nothing_names_are_refused()
    {
        var error = Assert.Throws<ToolException>(() =>
            DatabaseAddress.Target(
                null,
                Environment("DATABASE_URL_TEST=", "DATABASE_URL_DEMO=postgresql://a/demo", "PGDATABASE=", "PGHOST=h")
            )
        );

        TextAssert.Contains(error.Message, "--target", "DATABASE_URL_TEST");
        TextAssert.Contains(error.Hint, "--target", "DATABASE_URL_TEST");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void May_come_from_the_variables_of_libpq_alone()
    {
        var builder = Builder(
            null,
            "PGDATABASE=shop",
            "PGHOST=h",
            "PGPORT=6543",
            "PGUSER=anna",
            "PGSSLMODE=require",
            "PGCONNECT_TIMEOUT=3",
            "PGAPPNAME=app",
            "PGSSLROOTCERT=ca",
            "PGSSLCERT=c",
            "PGSSLKEY=k"
        );

        Assert.Equal(("shop", "h", 6543, "anna"), (builder.Database, builder.Host, builder.Port, builder.Username));
        Assert.Equal((SslMode.Require, 3, "app"), (builder.SslMode, builder.Timeout, builder.ApplicationName));
        Assert.Equal(("ca", "c", "k"), (builder.RootCertificate, builder.SslCertificate, builder.SslKey));
    }

    [Theory]
    [InlineData("postgresql://anna@a:1/demo?sslmode=disable&connect_timeout=7")]
    [InlineData("Host=a;Port=1;Database=demo;Username=anna;SSL Mode=Disable;Timeout=7")]
    [InlineData("Server=a;Port=1;DB=demo;User Id=anna;SslMode=Disable;Timeout=7")]
    public void Take_from_the_variables_of_libpq_only_what_is_missing(string text)
    {
        var builder = Builder(
            text,
            "PGDATABASE=other",
            "PGHOST=other",
            "PGPORT=2",
            "PGUSER=other",
            "PGSSLMODE=require",
            "PGCONNECT_TIMEOUT=3",
            "PGAPPNAME=app"
        );

        Assert.Equal(("demo", "a", 1, "anna"), (builder.Database, builder.Host, builder.Port, builder.Username));
        Assert.Equal((SslMode.Disable, 7, "app"), (builder.SslMode, builder.Timeout, builder.ApplicationName));
    }

    [Theory]
    [InlineData("postgresql://a/demo", "True 30 10")]
    [InlineData("postgresql://a/demo?keepalives_idle=60", "True 60 10")]
    [InlineData("Host=a;Database=demo;TCP Keepalive Interval=5;TCP Keepalive Time=7", "True 7 5")]
    [InlineData("postgresql://a/demo?keepalives=0", "False 0 0")]
    [InlineData("Host=a;Database=demo;TCP Keepalive=false", "False 0 0")]
    [InlineData("postgresql:///demo?host=/tmp", "False 0 0")]
    public void Have_a_server_that_is_gone_without_a_word_noticed(string text, string expected)
    {
        var builder = Builder(text);

        Assert.Equal(expected, $"{builder.TcpKeepAlive} {builder.TcpKeepAliveTime} {builder.TcpKeepAliveInterval}");
    }

    [Theory]
    [InlineData("postgresql://a/demo", "", "Disable")]
    [InlineData("postgresql://a/demo", "require", "Require")]
    [InlineData("postgresql://a/demo?gssencmode=require", "disable", "Require")]
    [InlineData("Host=a;Database=demo;GSS Encryption Mode=Prefer", "", "Prefer")]
    public void Ask_for_GSS_encryption_only_where_they_are_told_to(string text, string variable, string expected) =>
        Assert.Equal(expected, Builder(text, $"PGGSSENCMODE={variable}").GssEncryptionMode.ToString());

    [Fact]
    public void Have_defaults_that_suit_one_long_run()
    {
        var builder = Builder("postgresql://a/demo");

        Assert.Equal(
            ("snapshotseed", 0, false, false),
            (builder.ApplicationName, builder.CommandTimeout, builder.Pooling, builder.Enlist)
        );
        Assert.False(string.IsNullOrEmpty(Builder("postgresql:///demo").Host));
        Assert.False(Builder("Host=a,b;Database=demo;Pooling=true;Multiplexing=true").Multiplexing);
    }

    [Theory]
    [InlineData("postgresql://a/demo", "a:5432")]
    [InlineData("postgresql://a,b:6543,[::1]:7/demo", "a:5432", "b:6543", "::1:7")]
    [InlineData("postgresql:///demo?host=/tmp,::1&port=6543", "/tmp:6543", "::1:6543")]
    [InlineData("Host=a:1, b;Port=2;Database=demo;Target Session Attributes=primary;Multiplexing=true", "a:1", "b:2")]
    public void Have_a_connection_of_its_own_for_every_host(string text, params string[] hosts)
    {
        var address = Source(text);

        Assert.Equal(hosts, address.Hosts().Select(host => host.Name));
        Assert.Equal($"demo at {string.Join(", ", hosts)}", address.ToString());
        foreach (var one in address.Hosts().Select(host => new NpgsqlConnectionStringBuilder(host.ConnectionString)))
        {
            Assert.Contains($"{one.Host}:{one.Port}", hosts);
            Assert.False(one.Pooling || one.Multiplexing);
            Assert.Null(one.TargetSessionAttributes);
        }
    }

    [Theory]
    [InlineData("postgresql://a,b/demo", "1,2", "a:1", "b:2")]
    [InlineData("postgresql://a,b/demo", "1", "a:1", "b:1")]
    [InlineData("postgresql://a,b:3/demo", "1,2", "a:5432", "b:3")]
    [InlineData("postgresql:///demo?port=1,,3&host=a,::1,/tmp", "9", "a:1", "::1:5432", "/tmp:3")]
    [InlineData("Host=a,b;Database=demo", "1,2", "a:1", "b:2")]
    [InlineData("Host=a,b;Port=3;Database=demo", "1,2", "a:3", "b:3")]
    [InlineData("postgresql://?service=two", "9", "a:1", "b:2")]
    public void Match_ports_to_hosts(string text, string ports, params string[] hosts)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["services"], "[two]\nport=1,2\nhost=a,b\ndbname=demo\n");

        Assert.Equal(
            hosts,
            Source(text, $"PGPORT={ports}", $"PGSERVICEFILE={folder["services"]}").Hosts().Select(host => host.Name)
        );
    }

    [Theory]
    [InlineData("postgresql:///demo?sslrootcert=system")]
    [InlineData("postgresql://a/demo?sslrootcert=system&sslmode=verify-full")]
    [InlineData("postgresql://a/demo", "PGSSLROOTCERT=system")]
    [InlineData("postgresql://a/demo?sslmode=verify-full", "PGSSLROOTCERT=system", "PGSSLMODE=disable")]
    public void That_trust_the_systems_roots_are_verified_in_full(string text, params string[] variables)
    {
        var builder = Builder(text, variables);

        Assert.Equal((SslMode.VerifyFull, "system"), (builder.SslMode, builder.RootCertificate));
        Assert.True(SystemRoots.Take(builder));
        Assert.Null(builder.RootCertificate);
    }

    [Theory]
    [InlineData("postgresql://a/demo?sslrootcert=system&sslmode=require")]
    [InlineData("postgresql://a/demo?sslrootcert=system", "PGSSLMODE=verify-ca")]
    public void That_trust_the_systems_roots_and_verify_less_are_refused(string text, params string[] variables) =>
        TextAssert.Contains(
            Assert.Throws<ToolException>(() => Source(text, variables)).Message,
            "--source",
            "sslrootcert",
            "sslmode"
        );

    [Theory]
    [InlineData("postgresql://a/demo", "1")]
    [InlineData("postgresql:///demo", "1")]
    [InlineData("postgresql://a,b,c/demo", "3")]
    public void That_have_more_or_fewer_ports_than_hosts_are_refused(string text, string hosts) =>
        TextAssert.Contains(
            Assert.Throws<ToolException>(() => Source(text, "PGPORT=5621,5621")).Message,
            "--source",
            "2",
            hosts
        );

    [Theory]
    [InlineData("postgresql://a/demo", null)]
    [InlineData("postgresql://a/demo?target_session_attrs=read-write", "read-write")]
    [InlineData("Host=a;Database=demo;Target Session Attributes=prefer-standby", "prefer-standby")]
    public void May_ask_for_a_kind_of_server(string text, string? kind)
    {
        Assert.Equal(kind, Source(text).SessionAttributes);
        Assert.Equal(kind ?? "primary", Source(text, "PGTARGETSESSIONATTRS=primary").SessionAttributes);
    }

    [Fact]
    public void May_name_a_service()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["services"], "[demo]\nhost=from-service\nport=6543\ndbname=shop\n");
        var file = $"PGSERVICEFILE={folder["services"]}";

        Assert.Equal("shop at from-service:6543", Source("postgresql://?service=demo", file).ToString());
        Assert.Equal(
            "own at from-service:6543",
            Source("postgresql:///own?sslmode=disable&service=demo", file).ToString()
        );
        Assert.Equal("shop at from-service:6543", Source(null, file, "PGSERVICE=demo", "PGHOST=other").ToString());
    }

    [Fact]
    public void Take_from_the_service_of_PGSERVICE_only_what_is_missing()
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["services"], "[demo]\nhost=from-service\nport=6543\ndbname=shop\n");

        Assert.Equal(
            "own at from-service:6543",
            Source("postgresql:///own", $"PGSERVICEFILE={folder["services"]}", "PGSERVICE=demo").ToString()
        );
    }

    [Fact]
    public void Of_an_unknown_service_are_refused()
    {
        var error = Assert.Throws<ToolException>(() => Source("postgresql://?service=nope", "PGSERVICEFILE=/nowhere"));

        TextAssert.Contains(error.Message, "--source", "nope", "/nowhere");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Theory]
    [InlineData("postgresql://host:abc/db", null, "--source: ")]
    [InlineData(null, "postgresql://host:abc/db", "DATABASE_URL_DEMO: ")]
    [InlineData("shop", null, "--source: ")]
    [InlineData("mysql://host/db", null, "--source: ")]
    [InlineData("Host=h;Colour=red", null, "--source: ")]
    [InlineData("Host=h;Port=abc", null, "--source: ")]
    [InlineData("Host=h;SSL Mode=perhaps", null, "--source: ")]
    public void That_are_malformed_are_refused_saying_where_they_came_from(
        string? option,
        string? variable,
        string origin
    )
    {
        var error = Assert.Throws<ToolException>(() => Source(option, $"DATABASE_URL_DEMO={variable}"));

        Assert.StartsWith(origin, error.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    internal static Func<string, string?> Environment(params string[] variables)
    {
        var values = variables
            .Select(variable => variable.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return name => values.GetValueOrDefault(name);
    }

    private static DatabaseAddress Source(string? option, params string[] variables) =>
        DatabaseAddress.Source(option, Environment(variables));

    private static NpgsqlConnectionStringBuilder Builder(string? option, params string[] variables) =>
        new(Source(option, variables).ConnectionString);
}
