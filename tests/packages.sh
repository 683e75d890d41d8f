# Installs the tool and the libraries from a folder of packages into fresh projects, and uses them. Argument: the folder.
set -eu
packages=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$root/Directory.Build.props")

# A cache of its own, so that what is found is what was packed; other packages come from where they always do.
export NUGET_PACKAGES="$work/cache"
cd "$work"
dotnet new nugetconfig >/dev/null
dotnet nuget add source "$packages" --name packed >/dev/null
dotnet tool install snapshotseed --tool-path "$work/tools" --version "$version" --add-source "$packages" >/dev/null
"$work/tools/snapshotseed" --version | grep -q "^snapshotseed $version"
"$work/tools/snapshotseed" check "$root/fixtures/journey/snapshot" >/dev/null
echo "the tool installs and runs"

dotnet new console --output app --framework net10.0 >/dev/null
cd app
for package in SnapshotSeed.Core SnapshotSeed.Testing SnapshotSeed.EntityFrameworkCore; do
    dotnet add package "$package" --version "$version" >log 2>&1 || { cat log; exit 1; }
done
cat > Program.cs <<'CODE'
using Microsoft.EntityFrameworkCore;
using SnapshotSeed;
using SnapshotSeed.EntityFrameworkCore;
using SnapshotSeed.Testing;

var (schema, seed) = (args[0], args[1]);
_ = new DbContextOptionsBuilder().UseSnapshotSeed(seed);
await using var server = await ThrowawayPostgres.StartAsync();
await using var databases = SeededDatabases.On(server).WithSchema(schema).WithSnapshot(seed);
await using var database = await databases.CloneAsync();
var result = await SnapshotImporter.ImportAsync(database.DataSource, seed);
(await SnapshotImporter.VerifyAsync(database.DataSource, seed)).ThrowIfDifferent();
Console.WriteLine($"{result.Tables.Sum(table => table.Skipped)} rows");
CODE
dotnet run -- "$root/tests/Samples/schema.sql" "$root/tests/Samples/seed" >log 2>&1 || { cat log; exit 1; }
grep -q "^4 rows" log
echo "the libraries install and run"

# The hook, as "dotnet ef database update" runs it: the first time and every other.
ef=$(sed -n 's|.*"Microsoft.EntityFrameworkCore.Relational" Version="\(.*\)" />.*|\1|p' "$root/Directory.Packages.props")
npgsql=$(sed -n 's|.*"Npgsql.EntityFrameworkCore.PostgreSQL" Version="\(.*\)" />.*|\1|p' "$root/Directory.Packages.props")
dotnet tool install dotnet-ef --tool-path "$work/tools" --version "$ef" >log 2>&1 || { cat log; exit 1; }
dotnet add package Microsoft.EntityFrameworkCore.Design --version "$ef" >log 2>&1 || { cat log; exit 1; }
dotnet add package Npgsql.EntityFrameworkCore.PostgreSQL --version "$npgsql" >log 2>&1 || { cat log; exit 1; }
cat > Program.cs <<'CODE'
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SnapshotSeed;
using SnapshotSeed.EntityFrameworkCore;
using SnapshotSeed.Testing;

await using var server = await ThrowawayPostgres.StartAsync();
await server.CreateDatabaseAsync("shop_test");
Environment.SetEnvironmentVariable("SHOP", server.ConnectionString("shop_test"));
for (var run = 1; run <= 2; run++)
{
    using var update = Process.Start(args[0], ["database", "update", "--no-build"]);
    await update.WaitForExitAsync();
    if (update.ExitCode != 0)
        return update.ExitCode;
}

await using var shop = Npgsql.NpgsqlDataSource.Create(server.ConnectionString("shop_test"));
var report = await SnapshotImporter.VerifyAsync(shop, Environment.GetEnvironmentVariable("SEED")!);
report.ThrowIfDifferent();
Console.WriteLine($"seeded: {report.Tables.Sum(table => table.Rows)} rows");
return 0;

public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options);

public sealed class Factory : IDesignTimeDbContextFactory<ShopContext>
{
    public ShopContext CreateDbContext(string[] args) =>
        new(
            new DbContextOptionsBuilder<ShopContext>()
                .UseNpgsql(Environment.GetEnvironmentVariable("SHOP"))
                .UseSnapshotSeed(Environment.GetEnvironmentVariable("SEED")!)
                .Options
        );
}

[DbContext(typeof(ShopContext)), Migration("20260101000000_Shop")]
public sealed class Shop : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(File.ReadAllText(Environment.GetEnvironmentVariable("SCHEMA")!));
}
CODE
SCHEMA="$root/tests/Samples/schema.sql" SEED="$root/tests/Samples/seed" dotnet run -- "$work/tools/dotnet-ef" >log 2>&1 || { cat log; exit 1; }
grep -q "^seeded: 4 rows" log || { cat log; exit 1; }
echo "dotnet ef database update seeds, twice"

for package in SnapshotSeed.Core SnapshotSeed.Testing SnapshotSeed.EntityFrameworkCore; do
    unpacked="$NUGET_PACKAGES/$(echo "$package" | tr '[:upper:]' '[:lower:]')/$version"
    test -f "$unpacked/README.md"
    if grep -q "](docs/" "$unpacked/README.md"; then echo "README of $package has a relative link"; exit 1; fi
    test -f "$unpacked/docs/options.md"
    test -f "$unpacked/lib/net10.0/$package.xml"
    test -f "$packages/$package.$version.snupkg"
done
echo "the packages have their documentation and symbols"
