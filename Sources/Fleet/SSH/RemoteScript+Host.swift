/// Releases and ports on a host. The first argument is, but for ``home`` and ``freePort``, the root of its layout.
extension RemoteScript {
    /// Prints the absolute path of the user's home.
    static let home = RemoteScript("logging in", "cd && pwd -P")

    /// Says whether a release is there as it was built, and that it is used again: pruning must not take it for an old
    /// one. Arguments: root, digest, ``ReleaseFingerprint``.
    ///
    /// Prints `same`, `changed` or `none`, and the name of the copy that is the same, or else of the next one.
    static let present = RemoteScript(
        "looking for a release",
        """
        \(ReleaseFingerprint.script)
        \(newestCopy)
        if [ "$number" = 0 ]; then echo "none $2"
        elif [ "$(fingerprint "$1/releases/$name")" = "$3" ]; then
            touch "$1/releases/$2" || exit 1
            echo "same $name"
        else echo "changed $2.$((number + 1))"
        fi
        """)

    /// Prints the name of the copy of a release that was unpacked last. Arguments: root, digest.
    static let newest = RemoteScript(
        "looking for a release",
        """
        \(newestCopy)
        if [ "$number" = 0 ]; then echo "release $2 was not placed" >&2; exit 1; fi
        echo "$name"
        """)

    /// Finds the copy of a release with the greatest number: see ``HostLayout/newestCopy(of:)``.
    private static let newestCopy = """
        number=0 name=
        for copy in "$1/releases/$2" "$1/releases/$2".[0-9]*; do
            [ -e "$copy" ] || [ -L "$copy" ] || continue
            count=${copy#"$1/releases/$2"} count=${count#.} count=${count:-1}
            case $count in *[!0-9]* | 0* | ??????????*) continue ;; esac
            if [ "$count" -gt "$number" ]; then number=$count name=${copy##*/}; fi
        done
        """

    /// Makes the archive on standard input a release: `placed`, or the digest of what arrived instead.
    ///
    /// Arguments: root, digest, a name that nobody else uses, the name of the copy. The release gets its name when it is complete; should
    /// another have been faster, that one stays.
    static let place = RemoteScript(
        "placing a release",
        """
        releases=$1/releases draft=$1/releases/$3
        (umask 077; mkdir -p "$releases" "$1/shared" "$1/run") && chmod 700 "$1" || exit 1
        trap 'rm -rf "$draft" "$draft.tar"' EXIT
        trap 'exit 1' HUP INT TERM PIPE
        (umask 077; cat >"$draft.tar") || exit 1
        if command -v sha256sum >/dev/null; then sum=$(sha256sum <"$draft.tar")
        elif command -v shasum >/dev/null; then sum=$(shasum -a 256 <"$draft.tar")
        else sum=$(openssl dgst -sha256 -r <"$draft.tar")
        fi || exit 1
        if [ "${sum%% *}" != "$2" ]; then echo "${sum%% *}"; exit 0; fi
        mkdir -m 700 "$draft" || exit 1
        TAR_OPTIONS= tar --no-same-owner --no-same-permissions -C "$draft" -xf "$draft.tar" && touch "$draft" || exit 1
        if ! [ -e "$releases/$4" ] && ! [ -L "$releases/$4" ]; then mv "$draft" "$releases/$4" || exit 1; fi
        rm -rf "${releases:?}/$4/$3"
        echo placed
        """)

    /// Points `current` to a release in one step. Arguments: root, digest, a name that nobody else uses.
    ///
    /// `mv` would move into the directory behind the old link: GNU's and BusyBox's keep from it with `-T`, BSD's with
    /// `-h`.
    static let activate = RemoteScript(
        "activating a release",
        """
        \(newestCopy)
        if [ "$number" = 0 ]; then echo "release $2 was not placed" >&2; exit 1; fi
        touch "$1/releases/$2" && ln -s "releases/$name" "$1/$3" || exit 1
        mv -fT "$1/$3" "$1/current" 2>/dev/null || mv -fh "$1/$3" "$1/current" || { rm -f "$1/$3"; exit 1; }
        """)

    /// Prints the current release, or an empty line, and then all, the one used last first.
    static let releases = RemoteScript(
        "listing releases",
        """
        current=$(readlink "$1/current")
        echo "${current##*/}"
        if [ -d "$1/releases" ]; then ls -1t "$1/releases"; fi
        """)

    /// Removes releases, and what interrupted attempts left when it is a day old. Arguments: root, a name that nobody
    /// else uses, digests.
    static let remove = RemoteScript(
        "removing releases",
        """
        releases=$1/releases grave=$1/releases/$2
        [ -d "$releases" ] || exit 0
        shift 2
        for digest; do
            for copy in "$releases/$digest" "$releases/$digest".[0-9]*; do
                if ! [ -e "$copy" ] && ! [ -L "$copy" ]; then continue; fi
                mv "$copy" "$grave-${copy##*/}" && rm -rf "$grave-${copy##*/}" || exit 1
            done
        done
        find "$releases/." ! -name . -prune -name '.*' -mtime +0 -exec rm -rf {} +
        """)

    /// Prints the place of every service that was ever started.
    static let services = RemoteScript(
        "listing services",
        """
        for service in "$1"/run/*/*/; do
            if [ -e "$service/claim" ]; then service=${service%/}; echo "${service#"$1"/run/}"; fi
        done
        """)

    /// Prints the first of the ports, given as `DECIMAL:HEXADECIMAL`, that no socket has.
    static let freePort = RemoteScript(
        "finding a free port",
        """
        for port; do
            if [ -r /proc/net/tcp ]; then
                cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q "^ *[0-9]*: [0-9A-F]*:${port#*:} "
            else netstat -an | grep -q "[.:]${port%:*} "
            fi || { echo "${port%:*}"; exit; }
        done
        """)
}
