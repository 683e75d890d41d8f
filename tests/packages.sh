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

for package in SnapshotSeed.Core SnapshotSeed.Testing SnapshotSeed.EntityFrameworkCore; do
    unpacked="$NUGET_PACKAGES/$(echo "$package" | tr '[:upper:]' '[:lower:]')/$version"
    test -f "$unpacked/README.md"
    test -f "$unpacked/lib/net10.0/$package.xml"
    test -f "$packages/$package.$version.snupkg"
done
echo "the packages have their documentation and symbols"
