import Foundation

/// The processes of this machine at one moment, as far as they can be seen.
struct ProcessTable {
    struct Entry: Hashable {
        let process: pid_t
        let parent: pid_t
        let group: pid_t
        let session: pid_t
        /// Whether it is a part of the system's kernel, and no program.
        var isKernel = false
    }

    let entries: [Entry]

    /// The processes for which `isFounder` holds, and everything that descends from them.
    func families(of isFounder: (Entry) -> Bool) -> Set<pid_t> {
        var family = Set(entries.lazy.filter(isFounder).map(\.process))
        let children = Dictionary(grouping: entries, by: \.parent)
        var parents = Array(family)
        while let parent = parents.popLast() {
            for child in children[parent] ?? [] where family.insert(child.process).inserted {
                parents.append(child.process)
            }
        }
        return family
    }
}
