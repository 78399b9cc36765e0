/// One entry of a tar archive, as `tar -tv` tells it.
struct ArchiveMember: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case file, directory
        case symbolicLink(target: String)
        case hardLink(target: String)
        /// Devices, FIFOs, and what makes no sense; the letter is that of `ls -l`.
        case other(Character)
    }

    let path: String
    let kind: Kind

    /// `mode` is the first letter of the entry's mode: `-`, `d`, `l`, or tar's own `h`.
    init(mode: Character, path: String, target: String?) {
        self.path = path
        kind =
            switch (mode, target) {
            case ("-", nil): .file
            case ("-", let target?): .hardLink(target: target)
            case ("h", let target?): .hardLink(target: target)
            case ("d", nil): .directory
            case ("l", let target?): .symbolicLink(target: target)
            default: .other(mode)
            }
    }
}
