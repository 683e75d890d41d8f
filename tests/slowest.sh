# slowest.sh FOLDER PROJECT...: lists the twenty slowest tests in PROJECT.trx of each project, with their seconds.
export LC_ALL=C
results=$1
shift
for project in "$@"; do
    [ ! -f "$results/$project.trx" ] || awk '
        function attribute(name) {
            return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
        }
        /<UnitTestResult / {
            if (split(attribute("duration"), time, ":") == 3)
                printf "%8.1f s  %s\n", time[1] * 3600 + time[2] * 60 + time[3], attribute("testName")
        }' "$results/$project.trx"
done | sort -k 1,1nr | head -n 20 | sed -e 's/&quot;/"/g' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e "s/&#39;/'/g" -e 's/&amp;/\&/g'
