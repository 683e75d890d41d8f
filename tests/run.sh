# Runs every test project and closes with one line: N passed, N failed, N skipped.
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0
for project in tests/SnapshotSeed.Core.Tests tests/SnapshotSeed.IntegrationTests; do
    dotnet test "$project" --configuration Release --no-build --nologo --verbosity quiet \
        --logger "trx;LogFileName=$(basename "$project").trx" --results-directory "$results" || status=1
done

# The counters of each result file: <Counters total="…" executed="…" passed="…" failed="…" …/>
sum() {
    grep -ho "<Counters [^>]*" "$results"/*.trx 2>/dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}
total=$(sum total) executed=$(sum executed) passed=$(sum passed) failed=$(sum failed)
echo "$passed passed, $failed failed, $((total - executed)) skipped"
[ "$passed" -gt 0 ] && exit "$status"
exit 1
