# Runs one throwaway PostgreSQL server for as long as its standard input stays open, then removes every trace of it; or,
# with a folder to KEEP, leaves its data there for the next run.
#
#   arguments:       TEMP KEEP BIN [SERVER-OPTION...]     (KEEP may be empty)
#   standard input:  a pipe whose other end the starting process holds and never writes to; it closes when that process
#                    stops the server, ends or is killed
#   standard output: the server's folder, and at the end the tail of its log

# It outlives the Ctrl+C, the hangup and the closed pipe that end the process it works for. PostgreSQL sets its own handlers.
trap '' INT TERM HUP QUIT PIPE
cd /
temp=$1 keep=$2 bin=$3
shift 3
exec 3<&0 </dev/null 2>/dev/null

# Messages are read by the starting process; with a time zone given, initdb need not search for the machine's.
export LC_ALL=C TZ=UTC

if [ -n "$keep" ]; then
    folder=$keep stop=INT
    mkdir -p -m 700 "$folder"
else
    # SIGQUIT: no checkpoint, for files that are deleted next.
    folder=$(mktemp -d "$temp/snapshotseed-pg-XXXXXX") stop=QUIT
fi || {
    echo
    echo "cannot create a folder in $temp"
    exit 1
}
log=$folder/log
data=$folder/data
echo "$folder"

# Kept data counts once initdb has come to its end.
initialize() {
    [ -d "$data" ] && return
    rm -rf "$data.new"
    "$bin/initdb" -D "$data.new" --auth=trust --no-sync --encoding=UTF8 --locale=C --username=postgres >"$log" 2>&1 3<&- && mv "$data.new" "$data"
}

# The server of a run that was killed just now may still be writing its last checkpoint into the kept folder.
tries=0
while [ -n "$keep" ] && [ "$tries" -lt 100 ] && "$bin/pg_ctl" status -D "$data" >/dev/null 3<&-; do
    sleep 0.1
    tries=$((tries + 1))
done

if initialize; then
    "$bin/postgres" -D "$data" "$@" -c "unix_socket_directories=\"$folder\"" >"$log" 2>&1 3<&- &
    server=$!
    {
        while read -r _; do :; done
        # Repeated, because a server that has only just been launched ignores signals until it has set its handlers.
        tries=0
        while [ "$tries" -lt 100 ] && kill "-$stop" "$server"; do
            sleep 0.05 || sleep 1
            tries=$((tries + 1))
        done
        kill -KILL "$server"
    } <&3 >/dev/null &
    reader=$!
    exec 3<&-
    wait "$server"
    kill -KILL "$reader"
fi

tail -n 20 "$log"
[ -n "$keep" ] && exit
rm -rf "$folder" || { sleep 1 && rm -rf "$folder"; }
