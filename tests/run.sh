# Runs every test project, lists the slowest tests and closes with one line: N passed, N failed, N skipped.
# The result files stay in TestResults, those of a run with PG=18 in TestResults/postgresql-18.
projects="SnapshotSeed.Core.Tests SnapshotSeed.IntegrationTests"
sh tests/sum.test.sh || exit 1

results="$PWD/TestResults${PG:+/postgresql-$PG}"
mkdir -p "$results"
find "$results" -mindepth 1 -maxdepth 1 ! -name 'postgresql-*' -exec rm -rf {} +
for project in $projects; do
    # Every wait in a test has an end of its own; where one was forgotten, the run is ended after this time without news.
    dotnet test "tests/$project" --configuration Release --no-build --nologo --verbosity quiet \
        --logger "console;verbosity=minimal" --logger "trx;LogFileName=$project.trx" --results-directory "$results" \
        --blame-hang-timeout 20m --blame-hang-dump-type none
    echo $? > "$results/$project.exit"
done
find "$results" -mindepth 1 -type d -empty -delete
echo "The twenty slowest tests:"
sh tests/slowest.sh "$results" $projects
sh tests/sum.sh "$results" $projects
