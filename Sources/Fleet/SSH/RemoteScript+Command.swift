/// Durable commands on a host. The first argument is always the command's directory; its files are those that
/// ``CommandFiles`` describes, and each script looks at them in the order in which ``DurableCommand`` does.
extension RemoteScript {
    /// Starts the supervisor, or finds that there was one; its first line says which.
    ///
    /// Arguments: directory, working directory, the supervisor's script, the keeper's, the names of variables that hold
    /// secrets, and what masks them. On standard input comes what ``RemoteEnvironment`` writes. A session of its own lets the supervisor outlive the connection: `setsid` and
    /// `perl` leave it in the background, which `&` would do only by making it ignore SIGINT for good. As a variable
    /// could change the command's environment, arguments hold what can be in them.
    static let start = RemoteScript(
        "starting a command",
        """
        set -- "$1" "$2" "$3" "$4" "$5" "$6" "$(command -v setsid)" "$(command -v perl)"
        if [ -z "$7$8" ]; then echo 'it has neither setsid nor perl; install util-linux'; exit; fi
        (umask 077; mkdir -p "$1" && : >>"$1/output" && { [ -p "$1/alive" ] \\
            || mkfifo "$1/alive" 2>/dev/null || [ -p "$1/alive" ] || mkfifo "$1/alive"; }) 2>&1 || exit 0
        while :; do
            IFS= read -r slipway_name || { echo 'the connection was lost'; exit; }
            [ "$slipway_name" != . ] || break
            IFS= read -r slipway_lines && IFS= read -r slipway_value || { echo 'the connection was lost'; exit; }
            while [ "$slipway_lines" -gt 1 ]; do
                IFS= read -r slipway_line || { echo 'the connection was lost'; exit; }
                slipway_lines=$((slipway_lines - 1)) slipway_value="$slipway_value
        $slipway_line"
            done
            if [ "$slipway_name" = - ]; then (umask 077; printf '%s\\n' "$slipway_value" >"$1/script.$$") || exit
            else export "$slipway_name=$slipway_value"
            fi
        done
        unset slipway_name slipway_lines slipway_value slipway_line
        if ! [ -e "$1/script.$$" ]; then echo 'the command did not arrive'; exit; fi
        unset SSH_CLIENT SSH_CONNECTION SSH_TTY SSH_AUTH_SOCK SSH_ORIGINAL_COMMAND
        SLIPWAY_COMMAND=$1
        export SLIPWAY_COMMAND
        exec </dev/null
        if [ -n "$7" ]; then
            exec "$7" /bin/sh -c "$3" slipway-supervisor "$1" "$2" "$1/script.$$" "$4" "$5" "$6"
        fi
        exec "$8" -MPOSIX=setsid -e 'defined($p = fork) or die; exit if $p; setsid; exec @ARGV' \\
            /bin/sh -c "$3" slipway-supervisor "$1" "$2" "$1/script.$$" "$4" "$5" "$6"
        """)

    /// Tells where the command is: a word, and on further lines what is in the file that it is about.
    static let look = RemoteScript("looking at a command", "\(looking)\nlook; tell")

    /// Tells the same when the supervisor is gone or the connection is; standard input stays open as long as that.
    ///
    /// A reader of the FIFO waits for its last writer. To open it without one, the script is a writer itself for a
    /// moment.
    static let wait = RemoteScript(
        "waiting for a command",
        """
        \(looking)
        look
        if [ "$word" = running ]; then
            exec 5<&0 3<>"$d/alive" 4<"$d/alive" 3>&-
            cat <&4 >/dev/null 2>&1 5<&- &
            set -- "$!"
            (cat <&5; kill "$1") >/dev/null 2>&1 4<&- &
            exec 4<&- 5<&-
            wait "$1"
            kill "$!" 2>/dev/null
            look
        fi
        tell
        """)

    /// Removes the files of a command of which nothing runs any more: `gone`, or `runs`.
    static let discard = RemoteScript(
        "removing a command's files",
        """
        \(looking)
        group= owned=
        look
        case $word in ended | lost | killed) claimed && left_behind && owned=yes ;; running) echo runs; exit ;; esac
        if remains; then echo runs; exit; fi
        rm -rf "${d:?}" && echo gone
        """)

    /// Prints the claim, if there is one.
    static let claim = RemoteScript(
        "looking at a command", "if [ -e \"$1/claim\" ]; then head -c 64 \"$1/claim\"; fi")

    /// Ends the command's group and whatever has its mark, which is all that can be found where somebody removed the
    /// command's directory: `gone`, or `survived`. Arguments: directory, tenths of a
    /// second from the polite signal to the other one. Goes on to the end without its connection.
    static let cancel = RemoteScript(
        "ending a command",
        """
        \(looking)
        trap '' HUP PIPE
        look
        if [ "$word" = damaged ]; then tell; exit; fi
        group= owned=
        if [ "$word" != none ]; then
            claimed
            if supervised || left_behind; then owned=yes; fi
        fi
        if ! remains; then
            if [ "$word" = none ]; then tell; else echo gone; fi
            exit
        fi
        if [ "$word" != none ]; then (umask 077; : >>"$d/cancelled") || exit 1; fi
        tell_all TERM
        tell_all CONT
        if empties "$2"; then echo gone; exit; fi
        tries=0
        while remains && [ "$tries" -lt 50 ]; do
            tries=$((tries + 1))
            tell_all KILL
            if empties 2; then break; fi
        done
        if remains; then echo survived; else echo gone; fi
        """)

    /// What the scripts have in common. A process is known by the directory in its environment, where that can be read.
    ///
    /// Groups are signalled as in `kill -TERM "-$group"`, the one form that dash, bash and BusyBox all understand.
    static let looking = """
        \(pieces)
        d=$1 LC_ALL=C
        export LC_ALL
        claimed() {
            IFS= read -r group <"$d/claim" || return 1
            case $group in '' | *[!0-9]* | 0* | 1 | ???????????*) return 1 ;; esac
        }
        marked() { { tr '\\000' '\\n' <"/proc/$1/environ" | grep -qxF -e "SLIPWAY_COMMAND=$d"; } 2>/dev/null; }
        supervised() {
            kill -0 "$group" 2>/dev/null || return 1
            if [ -r /proc/self/environ ]; then marked "$group"
            else ps -ww -o args= -p "$group" | grep -qF -e "slipway-supervisor $d"
            fi
        }
        # Whether a process of the group runs for which the arguments hold; it may have any name, lines in it included.
        some_member() {
            for process in /proc/[0-9]*; do
                text=
                { while IFS= read -r line || [ -n "$line" ]; do text="$text $line"; done <"$process/stat"; } 2>/dev/null
                text=${text##*) }
                case $text in [ZX]*) continue ;; esac
                text=${text#* } text=${text#* * }
                if [ "${text%% *}" = "$group" ] && "$@" "${process#/proc/}"; then return 0; fi
            done
            return 1
        }
        populated() {
            case $(kill -0 "-$group" 2>&1) in *'o such process'*) return 1 ;; esac
            if [ -r /proc/self/stat ]; then some_member true; fi
        }
        left_behind() {
            if [ -r /proc/self/environ ]; then populated && some_member marked
            else ! kill -0 "$group" 2>/dev/null && populated
            fi
        }
        # The processes that have the command's mark, in whatever group or session; prefiltered at one go.
        marked_ones() {
            for process in $(grep -lF -e "SLIPWAY_COMMAND=$d" /proc/[0-9]*/environ 2>/dev/null); do
                process=${process#/proc/} process=${process%/environ}
                if marked "$process"; then echo "$process"; fi
            done
        }
        remains() { { [ -n "$owned" ] && populated; } || [ -n "$(marked_ones)" ]; }
        tell_all() {
            if [ -n "$owned" ]; then kill "-$1" "-$group" 2>/dev/null; fi
            for process in $(marked_ones); do
                if [ -z "$owned" ] || ! of_group "$process"; then kill "-$1" "$process" 2>/dev/null; fi
            done
        }
        # The group of a process; its name may hold anything, lines included.
        of_group() {
            text=
            { while IFS= read -r line || [ -n "$line" ]; do text="$text $line"; done <"/proc/$1/stat"; } 2>/dev/null
            text=${text##*) } text=${text#* } text=${text#* }
            [ "${text%% *}" = "$group" ]
        }
        empties() {
            # Twice: a process that is just becoming another program has no environment to be known by.
            tenths=$1 seen=
            while remains || [ -z "$seen" ]; do
                if remains; then seen=; else seen=1; fi
                [ "$tenths" -gt 0 ] || [ -n "$seen" ] || return 1
                tenths=$((tenths - 1))
                sleep 0.1
            done
        }
        look() {
            if [ -e "$d/status" ]; then word=ended; return; fi
            if ! [ -e "$d/claim" ]; then word=none; return; fi
            if ! claimed; then word=damaged; return; fi
            if supervised; then word=running; return; fi
            # The status is written before the supervisor ends: only now is it certain that none will follow.
            if [ -e "$d/status" ]; then word=ended; return; fi
            if [ -e "$d/cancelled" ]; then word=killed; else word=lost; fi
        }
        tell() {
            echo "$word"
            case $word in ended) head -c 64 "$d/status" ;; damaged) head -c 64 "$d/claim" ;; esac
        }
        """
}
