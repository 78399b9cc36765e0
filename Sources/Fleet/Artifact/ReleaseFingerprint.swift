import Foundation

/// What a directory holds, in 64 digits: every name, kind, link, right to be run, and the content of every file.
///
/// Two directories have the same fingerprint when nothing in them is changed, missing, added or of another kind. It is
/// made by the same script here and on hosts over SSH, so that both can be compared.
enum ReleaseFingerprint {
    /// Throws ``SystemToolError``.
    static func of(_ directory: URL) async throws -> String {
        let text = try await SystemTool.run(
            "sh", ["-c", "\(script)\nfingerprint \"$1\"", "slipway-fingerprint", directory.path])
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The fingerprint of what has a release's name; `nil` for what has none, as a link or what can't be read.
    static func ofCopy(_ directory: URL) async throws -> String? {
        do {
            return try await of(directory)
        } catch is SystemToolError {
            return nil
        }
    }

    /// Defines `fingerprint DIRECTORY`. What is a link where the directory should be has none.
    static let script = #"""
        LC_ALL=C
        export LC_ALL
        if command -v sha256sum >/dev/null; then sum=sha256sum
        elif command -v shasum >/dev/null; then sum='shasum -a 256'
        else sum='openssl dgst -sha256 -r'
        fi
        fingerprint() (
            [ ! -L "$1" ] && cd "$1" || exit
            {
                find . -type d -exec printf 'd %s\n' {} +
                find . -type f -perm -100 -exec printf 'x %s\n' {} +
                find . -type f '(' -perm -4000 -o -perm -2000 ')' -exec printf 's %s\n' {} +
                find . -type l -exec sh -c \
                    'for link; do printf "l %s -> %s\n" "$link" "$(readlink "$link")"; done' sh {} +
                find . ! -type d ! -type f ! -type l -exec printf 'o %s\n' {} +
                find . -type f -exec $sum {} + | sed 's/^\(\\\{0,1\}[0-9a-f]\{64\}\) [ *]/f \1 /'
            } | sort | $sum | cut -c 1-64
        )
        """#
}
