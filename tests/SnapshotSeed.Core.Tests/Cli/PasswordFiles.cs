using Npgsql;
using SnapshotSeed.Cli.Connections;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class PasswordFiles
{
    private static readonly NpgsqlConnectionStringBuilder Settings = new(
        "Host=h;Port=5433;Database=shop;Username=anna"
    );

    [Theory]
    [InlineData("h:5433:shop:anna:secret", "secret")]
    [InlineData("*:*:*:*:secret", "secret")]
    [InlineData("*:*:*:*:*", "*")]
    [InlineData("# h:5433:shop:anna:no\n\nh:5433:shop:other:no\nh:5433:shop:anna:first\n*:*:*:*:second", "first")]
    [InlineData("nonsense\nh:5433:anna:too-few\nh:port:shop:anna:no\n*:*:*:*:secret", "secret")]
    [InlineData(@"h:5433:shop:anna:a\:b\\c:d:e\", @"a:b\c:d:e\")]
    [InlineData("h:5433:shop:anna: blanks ", " blanks ")]
    [InlineData("other:5433:shop:anna:no\nh:5432:shop:anna:no\nh:5433:other:anna:no", null)]
    [InlineData("", null)]
    public void Give_the_password_of_the_first_line_that_fits(string lines, string? password) =>
        Assert.Equal(password, PasswordFile.Find(lines.Split('\n'), Settings));

    [Theory]
    [InlineData("Host=/var/run/postgresql;Username=anna", "localhost:5432:anna:anna:secret", "secret")]
    [InlineData("Host=/other;Username=anna", "localhost:5432:anna:anna:secret", null)]
    [InlineData("Host=::1;Username=anna", @"\:\:1:*:*:anna:secret", "secret")]
    public void Know_sockets_and_the_database_of_the_users_name(string settings, string line, string? password) =>
        Assert.Equal(password, PasswordFile.Find([line], new NpgsqlConnectionStringBuilder(settings)));

    [Fact]
    public void That_cannot_be_read_are_as_good_as_none()
    {
        using var folder = new TemporaryDirectory();

        Assert.Null(PasswordFile.Find(folder["nowhere"], Settings));
        Assert.Null(PasswordFile.Find(folder["."], Settings));
    }

    [Fact]
    public void Are_looked_for_where_libpq_looks()
    {
        Assert.Equal("own", File("PGPASSFILE=own", "HOME=/home/anna"));
        Assert.Equal("/home/anna/.pgpass", File("HOME=/home/anna"));
        Assert.Null(File());

        static string? File(params string[] variables) =>
            new NpgsqlConnectionStringBuilder(
                DatabaseAddress.Source("postgresql://h/shop", Addresses.Environment(variables)).ConnectionString
            ).Passfile;
    }

    [Theory]
    [InlineData("postgresql://h/shop", "own", null)]
    [InlineData("postgresql://h/shop?passfile=mine", "mine", null)]
    [InlineData("postgresql://u:given@h/shop", "own", "given")]
    [InlineData("postgresql://h/shop", "own", "variable", "PGPASSWORD=variable")]
    public void Come_after_every_other_password(string text, string file, string? password, params string[] variables)
    {
        var settings = new NpgsqlConnectionStringBuilder(
            DatabaseAddress.Source(text, Addresses.Environment(["PGPASSFILE=own", .. variables])).ConnectionString
        );

        Assert.Equal((file, password), (settings.Passfile, settings.Password));
    }
}
