extension RemoteScript {
    /// Tells who listens on a port, as far as `/proc` shows it. Arguments: directory, port as in `/proc/net/tcp`, the
    /// process that held the socket before, or 0.
    ///
    /// `seen USER`, and then lines: `socket` with one of `/proc/net/tcp`; `account NUMBER NAME`;
    /// `holder INODE PROCESS ours|other NAME`. Without `/proc`: `unknown` and the system's name.
    ///
    /// What all processes have open is only a hint, as the name of an open file can be made to look like anything: each
    /// process that seems to hold a socket is looked at by itself. A process is the command's when it or one of its
    /// parents has the mark and is of the account that asks, for anybody can write a mark; or when it is in the group or
    /// the session of the supervisor, while that lives.
    static let listener = RemoteScript(
        "asking who listens on a port",
        """
        \(looking)
        if ! [ -r /proc/net/tcp ]; then echo unknown; uname -s; exit; fi
        echo "seen $(id -u)"
        sockets=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null \\
            | grep -E "^ *[0-9]+: [0-9A-F]+:$2 [0-9A-F]+:[0-9A-F]+ 0A ")
        [ -n "$sockets" ] || exit 0
        printf '%s\\n' "$sockets" | sed 's/^ */socket /'
        for user in $(printf '%s\\n' "$sockets" | while read -r a b c d e f g user rest; do echo "$user"; done | sort -u); do
            name=$({ getent passwd "$user" || grep -E "^[^:]*:[^:]*:$user:" /etc/passwd; } 2>/dev/null | head -n 1)
            printf 'account %s %s\\n' "$user" "${name%%:*}"
        done
        inodes=$(printf '%s\\n' "$sockets" | while read -r a b c d e f g h i inode rest; do printf '|%s' "$inode"; done)
        inodes=${inodes#|}
        held() {
            ls -l "/proc/$1/fd" 2>/dev/null | sed -n 's/.* -> socket:\\[\\([0-9]*\\)\\]$/\\1/p' | grep -xE "$inodes" | sort -u
        }
        kin() {
            text=
            { while IFS= read -r line || [ -n "$line" ]; do text="$text $line"; done <"/proc/$1/stat"; } 2>/dev/null
            text=${text##*) }
            case $text in '' | [ZX]*) return 1 ;; esac
            text=${text#* } parent=
            parent=${text%% *} text=${text#* }
            its_group=${text%% *} text=${text#* }
            session=${text%% *}
        }
        ours() {
            next=$1 hops=0
            while [ "$next" -gt 1 ] && [ "$hops" -lt 256 ]; do
                kin "$next" || return 1
                if [ -n "$owned" ]; then case $group in "$its_group" | "$session") return 0 ;; esac; fi
                if [ -O "/proc/$next" ] && marked "$next"; then return 0; fi
                next=$parent hops=$((hops + 1))
            done
            return 1
        }
        tell_holder() {
            for inode in $(held "$1"); do
                name=
                { IFS= read -r name <"/proc/$1/comm"; } 2>/dev/null
                if ours "$1"; then whose=ours covered="$covered|$inode"; else whose=other; fi
                printf 'holder %s %s %s %s\\n' "$inode" "$1" "$whose" "$name"
            done
        }
        owned= covered=
        if claimed 2>/dev/null && supervised && [ -O "/proc/$group" ]; then owned=yes; fi
        tell_holder "$3"
        if [ "$covered" = "|$inodes" ]; then exit; fi
        for holder in $(
            ls -l /proc/[0-9]*/fd 2>/dev/null \\
                | sed -n -e 's#^/proc/\\([0-9]*\\)/fd:$#p\\1#p' -e 's/.* -> socket:\\[\\([0-9]*\\)\\]$/\\1/p' \\
                | grep -xE "p[0-9]+|$inodes" \\
                | while read -r item; do case $item in p*) last=${item#p} ;; *) echo "$last" ;; esac; done | sort -u
        ); do
            if [ "$holder" != "$3" ]; then tell_holder "$holder"; fi
        done
        """)
}
