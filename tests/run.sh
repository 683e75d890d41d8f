# Runs every test project and closes with one line: N passed, N failed, N skipped.
projects="SnapshotSeed.Core.Tests SnapshotSeed.IntegrationTests"
sh tests/sum.test.sh || exit 1

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for project in $projects; do
    # Every wait in a test has an end of its own; where one was forgotten, the run is ended after this time without news.
    dotnet test "tests/$project" --configuration Release --no-build --nologo --verbosity quiet \
        --logger "console;verbosity=minimal" --logger "trx;LogFileName=$project.trx" --results-directory "$results" \
        --blame-hang-timeout 20m --blame-hang-dump-type none
    echo $? > "$results/$project.exit"
done
sh tests/sum.sh "$results" $projects
