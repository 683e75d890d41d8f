# What sum.sh and slowest.sh say of result files, made up here. Silent where all is well.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
wrong=0

# ran PROJECT PASSED FAILED SKIPPED: the files of a run that came to its end.
ran() {
    {
        echo '<TestRun>'
        i=0
        while [ $i -lt $(($2 + $3 + $4)) ]; do
            echo '  <UnitTestResult testName="one" outcome="…" />'
            i=$((i + 1))
        done
        echo "  <ResultSummary outcome=\"$([ "$3" = 0 ] && echo Completed || echo Failed)\">"
        echo "    <Counters total=\"$(($2 + $3 + $4))\" executed=\"$(($2 + $3))\" passed=\"$2\" failed=\"$3\" notExecuted=\"0\" />"
        echo "[xUnit.net 00:00:03.03]   Finished:    $1"
        echo '</TestRun>'
    } > "$folder/$1.trx"
    echo "$([ "$3" = 0 ] && echo 0 || echo 1)" > "$folder/$1.exit"
}

# edit PROJECT SCRIPT: changes the result file by a sed script.
edit() {
    sed "$2" "$folder/$1.trx" > "$folder/edited" && mv "$folder/edited" "$folder/$1.trx"
}

# expect CODE TEXT: what sum.sh ends with and says of the projects a and b.
expect() {
    text=$(sh tests/sum.sh "$folder" a b)
    code=$?
    if [ "$code" != "$1" ] || [ "$text" != "$2" ]; then
        printf 'tests/sum.sh ended with %s and said\n%s\nwhere %s and this was expected\n%s\n\n' "$code" "$text" "$1" "$2"
        wrong=1
    fi
    ran a 2 0 1
    ran b 3 0 0
}

# expect_incomplete WHY: the same where b is not complete.
expect_incomplete() {
    expect 1 "b: $1
2 passed, 1 failed, 1 skipped"
}

ran a 2 0 1
ran b 3 0 0
expect 0 "5 passed, 0 failed, 1 skipped"

ran b 3 2 1
expect 1 "5 passed, 2 failed, 2 skipped"

ran a 0 0 2
ran b 0 0 1
expect 1 "0 passed, 0 failed, 3 skipped"

rm "$folder/b.trx"
expect_incomplete "there is no result file"

: > "$folder/b.trx"
expect_incomplete "the result file is cut off"

edit b '/<\/TestRun>/d'
expect_incomplete "the result file is cut off"

edit b 's/outcome="Completed"/outcome="Aborted"/'
expect_incomplete 'the outcome of the run is "Aborted"'

edit b '/<ResultSummary/d'
expect_incomplete 'the outcome of the run is ""'

edit b '/<Counters/d'
expect_incomplete "no test was run"

# As vstest leaves it when the process of the tests is killed.
edit b '/Finished:/d; s/outcome="Completed"/outcome="Failed"/'
echo 1 > "$folder/b.exit"
expect_incomplete "the run was ended before its last test"

edit b 's/total="3"/total="4"/'
expect_incomplete "the result file counts 4 tests and has the results of 3"

edit b 's/executed="3"/executed="2"/'
expect_incomplete "the counters of the result file contradict each other"

ran b 0 0 0
expect_incomplete "no test was run"

echo 137 > "$folder/b.exit"
expect_incomplete "the run ended with exit code 137 and 0 failed tests"

ran b 2 1 0
echo 0 > "$folder/b.exit"
expect_incomplete "the run ended with exit code 0 and 1 failed tests"

rm "$folder/b.exit"
expect_incomplete "it is not known how the run ended"

{
    echo '  <UnitTestResult testName="brief" duration="00:00:00.3000000" outcome="Passed" />'
    echo '  <UnitTestResult testName="long(of: &quot;a &amp; b&quot;)" duration="00:01:02.5000000" outcome="Passed" />'
} > "$folder/a.trx"
echo '  <UnitTestResult testName="longer than brief" duration="00:00:10.0000000" outcome="Failed" />' > "$folder/b.trx"
text=$(sh tests/slowest.sh "$folder" a b none)
if [ "$text" != '    62.5 s  long(of: "a & b")
    10.0 s  longer than brief
     0.3 s  brief' ]; then
    printf 'tests/slowest.sh said\n%s\n\n' "$text"
    wrong=1
fi

exit $wrong
