/// What a durable command on a host has written; see ``KeptOutput`` for its files.
extension RemoteScript {
    /// Tells where the command is, and what it wrote from a byte on, as soon as there is some or it has ended. After the
    /// word comes the byte that the answer begins with: a later one where something was left out.
    ///
    /// Arguments: directory, offset, limit in bytes. Ends with its connection, as ``wait`` does.
    static let follow = RemoteScript(
        "reading a command's output",
        """
        \(looking)
        exec 5<&0
        (cat <&5; kill "$$") >/dev/null 2>&1 &
        while :; do
            look
            piece "$2"
            [ "$word" = running ] && [ -z "$file" ] && [ -e "$d/output" ] || break
            sleep 0.2
        done
        kill "$!" 2>/dev/null
        if [ -n "$file" ] && [ "$start" -gt "$2" ]; then from=$start; else from=$2; fi
        echo "$word $from"
        if [ -n "$file" ]; then tail -c "+$((from - start + 1))" "$file" | head -c "$3"; fi
        """)

    /// Tells at which byte a piece of the output begins, how far the output has come, and where the command is; then the
    /// piece: the last bytes before one, without a gap. Arguments: directory, limit in bytes, that byte.
    static let tail = RemoteScript(
        "reading a command's output",
        """
        \(looking)
        \(sizing)
        end=0 from=0
        for part in "$d/output" "$d"/output.[0-9]*; do
            measure "$part" && [ "$size" -gt 0 ] && [ "$start" -lt "$3" ] || continue
            stop=$((start + size))
            if [ "$stop" -gt "$3" ]; then stop=$3; fi
            if [ "$stop" -gt "$end" ]; then end=$stop; fi
        done
        if [ "$end" -gt "$2" ]; then from=$((end - $2)); fi
        # What is in one piece with the end, file by file.
        piece "$((end > 0 ? end - 1 : 0))"
        files=$file first=${start:-0}
        while [ -n "$file" ] && [ "$first" -gt "$from" ]; do
            piece "$((first - 1))"
            [ -n "$file" ] && [ "$start" -lt "$first" ] || break
            files="$file
        $files" first=$start
        done
        if [ "$first" -gt "$from" ]; then from=$first; fi
        echo "$from $all $word"
        if [ -n "$files" ] && [ "$end" -gt "$from" ]; then
            printf '%s\\n' "$files" | while IFS= read -r file; do cat "$file"; done \\
                | tail -c "+$((from - first + 1))" | head -c "$((end - from))"
        fi
        """)

    /// Tells the same of the bytes from one on, as far as they are there. Arguments: directory, offset, limit in bytes.
    static let excerpt = RemoteScript(
        "reading a command's output",
        """
        \(looking)
        \(sizing)
        piece "$2"
        if [ -n "$file" ] && [ "$start" -gt "$2" ]; then from=$start; else from=$2; fi
        echo "$from $all $word"
        if [ -n "$file" ]; then tail -c "+$((from - start + 1))" "$file" | head -c "$3"; fi
        """)

    /// Where the command is, and how far its output has come; `none` where there is none.
    private static let sizing = """
        look
        [ -e "$d/output" ] || { echo none; exit; }
        [ -r "$d/output" ] || { echo "$d/output can't be read" >&2; exit 1; }
        all=0
        for part in "$d/output" "$d"/output.[0-9]*; do
            if measure "$part" && [ "$((start + size))" -gt "$all" ]; then all=$((start + size)); fi
        done
        """

    /// The files that ``OutputKeeper`` writes: where each begins, how long it is, and which has a byte.
    static let pieces = """
        measure() {
            if [ "$1" = "$d/output" ]; then start=0; else start=${1##*.}; fi
            size=$(wc -c 2>/dev/null <"$1") 2>/dev/null && size=$((size))
        }
        # The piece with a byte, or the next one behind a gap; none at the end.
        piece() {
            file= next=
            for part in "$d/output" "$d"/output.[0-9]*; do
                measure "$part" || continue
                [ "$((start + size))" -gt "$1" ] || continue
                if [ -z "$next" ] || [ "$start" -lt "$next" ]; then file=$part next=$start; fi
            done
            start=$next
        }
        """
}
