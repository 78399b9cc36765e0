import Foundation
import Testing

/// Secrets of a test's own, and where they must not be.
struct Hoard {
    static let file = "hunter2-from-a-file & more"
    static let variable = "hunter3/from+a=variable"
    static let command = "hunter4-from-a-command"
    static let all = [file, variable, command]

    /// Top-level keys of a pipeline file whose folder has been prepared.
    static let keys = """
        env: { GREETING: hello }
        secrets:
          FROM_FILE: { file: secrets/one }
          FROM_VARIABLE: { env: HOARD_VARIABLE }
          FROM_COMMAND: { command: cat secrets/two }
        """

    static let variables = ["HOARD_VARIABLE": variable, "XDG_RUNTIME_DIR": "/run/hunter5"]

    static func prepare(_ folder: URL) throws {
        let secrets = folder.appending(path: "secrets")
        try FileManager.default.createDirectory(at: secrets, withIntermediateDirectories: true)
        try Data("\(file)\n".utf8).write(to: secrets.appending(path: "one"))
        try Data("\(command)\n".utf8).write(to: secrets.appending(path: "two"))
    }

    /// A shell script that prints each in every way that is to be masked.
    static let printing = """
        for secret in "$FROM_FILE" "$FROM_VARIABLE" "$FROM_COMMAND"; do
            echo "it is $secret, yes"
            printf '%s' "${secret%????????}"; sleep 0.5; printf '%s\\n' "${secret#"${secret%????????}"}"
            for before in '' a ab; do
                printf '%s%s' "$before" "$secret" | base64
                printf '%s%s' "$before" "$secret" | base64 | tr '/+' '_-' | tr -d '='
            done
        done
        ps axww -o args= | grep -c '[h]unter' || true
        echo "cannot connect to $FROM_FILE" >&2
        """

    /// How a text may say a secret: as it is, and the middle of it in base64.
    private static func forms(of secret: String) -> [String] {
        ["", "a", "ab"].reduce(into: [secret]) { forms, before in
            let whole = Data("\(before)\(secret)".utf8).base64EncodedString()
            forms.append(String(whole.dropFirst(4).prefix(16)))
        }
    }

    static func expectNone(in text: String, _ place: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        for secret in all {
            for form in forms(of: secret) where text.contains(form) || plain.contains(form) {
                Issue.record("\(form) is in \(place)", sourceLocation: sourceLocation)
            }
        }
    }

    /// Looks through every file, whatever it is.
    static func expectNone(under folder: URL, sourceLocation: SourceLocation = #_sourceLocation) throws {
        var count = 0
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        while let file = files?.nextObject() as? URL {
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            count += 1
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            expectNone(in: text, file.path, sourceLocation: sourceLocation)
        }
        #expect(count > 3, "\(folder.path) was looked through", sourceLocation: sourceLocation)
    }
}
