import Delivery
import Foundation
import Values

extension Actor {
    /// The person who runs this program, by the operating system's account and groups.
    static var current: Actor {
        guard let account = getpwuid(getuid()) else { return Actor(name: "uid-\(getuid())") }
        return Actor(name: String(cString: account.pointee.pw_name), groups: currentGroups)
    }

    private static var currentGroups: [String] {
        let count = getgroups(0, nil)
        guard count > 0 else { return [] }
        var identifiers = [gid_t](repeating: 0, count: Int(count))
        let found = getgroups(count, &identifiers)
        return identifiers.prefix(max(0, Int(found))).compactMap { identifier in
            getgrgid(identifier).map { String(cString: $0.pointee.gr_name) }
        }
    }
}

extension Timestamp {
    /// The wall clock's time.
    static var now: Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
