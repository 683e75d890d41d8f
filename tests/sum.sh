# sum.sh FOLDER PROJECT...: adds up PROJECT.trx and PROJECT.exit (what dotnet test ended with) of each project and closes
# with one line: N passed, N failed, N skipped. A run that lacks a project's results has failed, whatever the others say:
# such a project is named, and counts as one failure. Exit code 0 only where every test of every project was run or skipped
# and none failed.
results=$1
shift
passed=0 failed=0 skipped=0

# Says "ran TOTAL EXECUTED PASSED FAILED", or else why the results of a project are not all of them.
judge() {
    [ -f "$results/$1.trx" ] || { echo "there is no result file"; return; }
    awk -v project="$1" -v ended="$(cat "$results/$1.exit" 2>/dev/null)" '
        # Empty where the line lacks it.
        function attribute(name) {
            return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
        }
        /<UnitTestResult / { results++ }
        /<ResultSummary /  { outcome = attribute("outcome") }
        /<Counters /       { total = attribute("total"); executed = attribute("executed"); passed = attribute("passed"); failed = attribute("failed") }
        # xunit says so when it is through; vstest writes a result file after a crash, too, of what there was by then.
        $0 ~ "Finished: +" project { finished = 1 }
        /<\/TestRun>/      { closed = 1 }
        END {
            if (!closed) print "the result file is cut off"
            else if (outcome != "Completed" && outcome != "Failed") print "the outcome of the run is \"" outcome "\""
            else if (!finished) print "the run was ended before its last test"
            else if (total !~ /^[0-9]+$/ || total == 0) print "no test was run"
            else if (results != total) print "the result file counts " total " tests and has the results of " results + 0
            else if (passed + failed != executed || executed + 0 > total + 0) print "the counters of the result file contradict each other"
            else if (ended == "") print "it is not known how the run ended"
            else if ((ended == 0) != (failed == 0)) print "the run ended with exit code " ended " and " failed " failed tests"
            else print "ran", total, executed, passed, failed
        }' "$results/$1.trx"
}

for project in "$@"; do
    verdict=$(judge "$project")
    case "$verdict" in
        "ran "*)
            set -- $verdict
            passed=$((passed + $4)) failed=$((failed + $5)) skipped=$((skipped + $2 - $3));;
        *)
            echo "$project: ${verdict:-the result file cannot be read}"
            failed=$((failed + 1));;
    esac
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ]
