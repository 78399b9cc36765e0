#if os(Linux)
    /// GNU tar and coreutils.
    extension Archive {
        static let creating = [
            "--format=gnu", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0",
            "--hard-dereference",
        ]
        static let extracting = ["--no-same-owner", "--no-same-permissions"]
        /// Names as they are (`-P`), in quotes as in C: nothing in a name can then be taken for its end.
        static let listing = ["-P", "--quoting-style=c", "--numeric-owner"]
        static let hashing = (tool: "sha256sum", options: ["--binary", "--"])

        /// Reads `lrwxrwxrwx 0/0 0 1970-01-01 00:00 "NAME" -> "TARGET"`; for hard links it is `link to`.
        static func member(_ line: Substring) -> ArchiveMember? {
            guard let mode = line.first, let quote = line.firstIndex(of: "\"") else { return nil }
            var rest = line[quote...]
            guard let path = QuotedName.take(from: &rest) else { return nil }
            for arrow in [" -> ", " link to "] where rest.hasPrefix(arrow) {
                rest.removeFirst(arrow.count)
                guard let target = QuotedName.take(from: &rest), rest.isEmpty else { return nil }
                return ArchiveMember(mode: mode, path: path, target: target)
            }
            return rest.isEmpty ? ArchiveMember(mode: mode, path: path, target: nil) : nil
        }
    }

    /// A name in quotes, with the escapes of C, as GNU tar writes it.
    enum QuotedName {
        private static let escapes: [Character: UInt8] = [
            "a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "\"": 34, "?": 63, "\\": 92, " ": 32,
        ]

        /// Takes one name off the front of `text`; `nil` when there is none.
        static func take(from text: inout Substring) -> String? {
            guard text.popFirst() == "\"" else { return nil }
            var bytes: [UInt8] = []
            while let character = text.popFirst() {
                switch character {
                case "\"": return String(decoding: bytes, as: UTF8.self)
                case "\\":
                    guard let byte = escaped(&text) else { return nil }
                    bytes.append(byte)
                default: bytes += Array(character.utf8)
                }
            }
            return nil
        }

        private static func escaped(_ text: inout Substring) -> UInt8? {
            if let byte = text.first.flatMap({ escapes[$0] }) {
                text.removeFirst()
                return byte
            }
            let digits = text.prefix(3)
            text = text.dropFirst(3)
            return digits.count == 3 ? UInt8(digits, radix: 8) : nil
        }
    }
#endif
