/// Keeps what a command writes: all of it up to a limit, and of more the beginning and the end.
///
/// A small shell script beside the supervisor, so that it lives as long as the command does, whatever becomes of the
/// executor, here and on hosts over SSH. It reads a pipe, as a command that writes its file by itself can't be bounded.
///
/// The beginning is in `output`; where that ends, `output.OFFSET` goes on, named by the byte that it begins with. Of
/// these the last two are kept.
enum OutputKeeper {
    /// From this size on a file is full. It may be overshot by as much, so that a command's output takes at most six
    /// times as much, and at least this much of the beginning and of the end is there.
    static let fileSize = 4 << 20

    /// Where Perl is, on one system or another; the command's `PATH` could name another program.
    private static let perls = [
        "/usr/bin/perl", "/bin/perl", "/usr/local/bin/perl", "/opt/homebrew/bin/perl",
        "/run/current-system/sw/bin/perl",
    ]

    /// Given to `/bin/sh -c` with the command's directory as an argument, and where it has secrets the names of their
    /// variables and ``OutputMask/script``; the command's output is its standard input.
    static let script = script(masking: perls)

    /// Where none of the Perls is there, or it fails, output that may hold secrets is thrown away, and a line says so. What
    /// comes before Perl sets no variable of a name that a secret could have, as Perl finds the secrets in its environment.
    ///
    /// `dd` writes what it reads at once, and never reads more than it says. With `POSIXLY_CORRECT` it does not listen to
    /// SIGUSR1. It ends early without a failure only where the output has ended. What can't be written, as when the disk
    /// is full, and what would take room that is the journal's (``OutputReserve``), is thrown away: the command goes on, as
    /// it would not if nobody read. How much that was, the name of the next file says, if it is an empty one.
    static func script(masking perls: [String]) -> String {
        """
        trap '' HUP INT QUIT TERM USR1 USR2 PIPE
        umask 077
        set -f
        take() { command -p dd bs=65536 count="$count" 2>&1 >>"$1"; }
        is_whole() {
            # Whatever else is printed there, as by a loader that misses a library, comes before it.
            records=${report%% records in*}
            records=${records##*[!0-9+]}
            case $records in *[!0-9+]* | '') return 0 ;; *+*) [ "$((${records%+*} + ${records#*+}))" -ge "$count" ] ;; esac
        }
        # Whether there is more than the reserve, and how much may be taken at once; a disk that can't be asked has room.
        has_room() {
            count=64
            set -- $(command -p df -Pk . 2>/dev/null)
            while [ "$#" -ge 4 ]; do
                case $4 in *[!0-9%]* | *[!%]) shift ;; *) break ;; esac
            done
            case $1$3 in *[!0-9]* | '') return 0 ;; esac
            reserve=$(($1 / \(OutputReserve.divisor)))
            if [ "$reserve" -gt \(OutputReserve.most >> 10) ]; then reserve=\(OutputReserve.most >> 10); fi
            if [ "$3" -ge "$((reserve + 4096))" ]; then return 0; fi
            if [ "$3" -lt "$((reserve + 64))" ]; then return 1; fi
            count=$((($3 - reserve) / 64))
        }
        # Goes on in the file of a later byte. Of those behind the first the last two stay; an empty one gets its name.
        move_on() {
            start=$((start + $1))
            if [ "$file" != output ] && [ "$size" = 0 ]; then command -p mv -f "$file" "output.$start"
            else
                if [ -n "$before" ]; then command -p rm -f "$before"; fi
                if [ "$file" != output ]; then before=$file; fi
            fi
            file=output.$start
        }
        measure() { size=$(command -p wc -c <"$file") && size=$((size)); }
        # A command can put something else in the file's place, for which nobody waits.
        is_file() { [ ! -h "$1" ] && { [ -f "$1" ] || [ ! -e "$1" ]; }; }
        keep() {
            cd "$1" || exec command -p cat >/dev/null
            file=output start=0 before=
            while :; do
                if ! is_file "$file"; then
                    command -p cat >/dev/null
                    break
                fi
                if has_room && report=$(take "$file"); then
                    is_whole || break
                    measure && [ "$size" -ge \(fileSize) ] || continue
                    move_on "$size"
                elif report=$(take /dev/null); then
                    lost=${report##*records out} lost=${lost%% bytes*} lost=${lost##*[!0-9]}
                    if [ "${lost:-0}" -gt 0 ]; then
                        measure || size=0
                        move_on "$((size + lost))"
                        command -p touch "$file"
                    fi
                    is_whole || break
                else command -p sleep 1
                fi
            done
            is_file drained || command -p rm -rf drained
            : >drained
        }
        mask() {
            for SLIPWAY_PERL in \(perls.joined(separator: " ")); do
                [ -x "$SLIPWAY_PERL" ] || continue
                (unset PERL5OPT PERL5LIB PERLLIB PERLIO PERL_UNICODE
                exec "$SLIPWAY_PERL" -e "$2" $1) 2>/dev/null && return
                break
            done
            echo 'slipway: what follows is withheld: there are secrets to mask in it, and perl is missing here or failed'
            command -p cat >/dev/null
        }
        if [ -n "$2" ]; then mask "$2" "$3" | keep "$1"; else keep "$1"; fi
        """
    }
}
