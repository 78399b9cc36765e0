/// Whether an archive, unpacked into a directory, stays within it: now, and for whoever follows its links later.
struct ArchiveInspection {
    private let members: [ArchiveMember]
    private let links: Set<[Substring]>

    init(_ members: [ArchiveMember]) {
        self.members = members
        let symbolic = members.compactMap { member in
            if case .symbolicLink = member.kind { Self.names(member.path) } else { nil }
        }
        links = Set(symbolic)
    }

    /// Throws ``ArtifactError/unsafe(member:reason:)`` for the first member that does not.
    func check() throws {
        for member in members {
            if let reason = objection(to: member) {
                throw ArtifactError.unsafe(member: member.path, reason: reason)
            }
        }
    }

    /// Throws ``ArtifactError/unsafe(member:reason:)`` for the history of a source, with all that was ever in it, and
    /// the addresses and credentials that Git keeps beside it.
    func checkForHistory() throws {
        guard let member = members.first(where: { Self.names($0.path).contains(".git") }) else { return }
        throw ArtifactError.unsafe(
            member: member.path, reason: "belongs to Git, not to what was built; pack a folder without it")
    }

    private func objection(to member: ArchiveMember) -> String? {
        if let reason = objection(toPath: member.path) { return reason }
        switch member.kind {
        case .file, .directory: return nil
        case .other(let letter): return "is neither file, directory nor link (type '\(letter)')"
        case .symbolicLink(let target):
            return objection(toLink: target, depth: Self.names(member.path).count - 1)
        case .hardLink(let target):
            if links.contains(Self.names(target)) { return "is a hard link to a symbolic link" }
            return objection(toPath: target).map { "is a link to '\(target)', which \($0)" }
        }
    }

    private func objection(toPath path: String) -> String? {
        if path.hasPrefix("/") { return "is an absolute path" }
        let names = Self.names(path)
        if names.contains("..") { return "leads out through '..'" }
        let isBehindLink = names.indices.dropFirst().contains { links.contains(Array(names[..<$0])) }
        return isBehindLink ? "lies behind a symbolic link" : nil
    }

    /// Upwards only at first and not above the root, then only downwards: every further link on the way keeps to
    /// that too, so that the whole way stays inside.
    private func objection(toLink target: String, depth: Int) -> String? {
        if target.hasPrefix("/") { return "is a link to the absolute path '\(target)'" }
        let names = Self.names(target)
        let ascent = names.prefix { $0 == ".." }.count
        if ascent > max(depth, 0) { return "is a link to '\(target)', outside" }
        return names.dropFirst(ascent).contains("..") ? "is a link to '\(target)', with '..' after a name" : nil
    }

    private static func names(_ path: String) -> [Substring] {
        path.split(separator: "/").filter { $0 != "." }
    }
}
