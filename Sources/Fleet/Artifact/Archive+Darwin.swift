#if canImport(Darwin)
    /// bsdtar, which cannot fix times: artifacts built twice from the same files have two digests on macOS.
    extension Archive {
        static let creating = [
            "--format", "ustar", "--uid", "0", "--gid", "0", "--numeric-owner", "--no-xattrs", "--no-acls",
            "--no-fflags", "--no-mac-metadata",
        ]
        static let extracting = ["--no-same-owner", "--no-same-permissions"]
        /// With `-P` names are shown as they are, not as `tar` would mend them.
        static let listing = ["-P", "--numeric-owner"]
        static let hashing = (tool: "shasum", options: ["-a", "256", "-b"])

        /// Reads `lrwxr-xr-x  0 0 0 0 Jan  1 1970 NAME -> TARGET`; for hard links it is `link to`.
        ///
        /// Names are not quoted, so that one which holds an arrow is read as a link, and is refused when it is none.
        static func member(_ line: Substring) -> ArchiveMember? {
            let columns = line.split(separator: " ", maxSplits: 8)
            guard let mode = line.first, columns.count == 9 else { return nil }
            for arrow in [" -> ", " link to "] {
                guard let range = columns[8].firstRange(of: arrow) else { continue }
                let target = String(columns[8][range.upperBound...])
                return ArchiveMember(mode: mode, path: String(columns[8][..<range.lowerBound]), target: target)
            }
            return ArchiveMember(mode: mode, path: String(columns[8]), target: nil)
        }
    }
#endif
