import Delivery
import Foundation

extension Actor {
    /// The person whose account on this machine has a number: its name, and the groups that it belongs to.
    ///
    /// It asks the system's databases, which may be on a network: call it from a thread that may wait. An account
    /// without an entry is called `uid-NUMBER` and belongs to no group.
    public static func account(_ user: uid_t) -> Actor {
        guard let (name, group) = entry(of: user) else { return Actor(name: "uid-\(user)") }
        return Actor(name: name, groups: groups(of: name, primary: group).compactMap(name(ofGroup:)))
    }

    /// Whether this machine has an account of that name, as far as its databases can tell now. Waits as ``account(_:)``.
    public static func hasAccount(_ name: String) -> Bool {
        if name.hasPrefix("uid-"), UInt32(name.dropFirst(4)) != nil { return true }
        let found = withGrowingBuffer { buffer, size -> (Int32, Bool?) in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let code = getpwnam_r(name, &entry, buffer, size, &found)
            return (code, found != nil)
        }
        return found ?? false
    }

    private static let longestEntry = 1 << 20

    private static func entry(of user: uid_t) -> (name: String, group: gid_t)? {
        withGrowingBuffer { buffer, size in
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let code = getpwuid_r(user, &entry, buffer, size, &found)
            guard found != nil, let name = entry.pw_name else { return (code, nil) }
            return (code, (String(cString: name), entry.pw_gid))
        }
    }

    private static func name(ofGroup number: gid_t) -> String? {
        withGrowingBuffer { buffer, size in
            var entry = group()
            var found: UnsafeMutablePointer<group>?
            let code = getgrgid_r(number, &entry, buffer, size, &found)
            guard found != nil, let name = entry.gr_name else { return (code, nil) }
            return (code, String(cString: name))
        }
    }

    private static func groups(of name: String, primary: gid_t) -> [gid_t] {
        #if os(Linux)
            typealias Number = gid_t
        #else
            typealias Number = Int32
        #endif
        var count: Int32 = 64
        while count <= 1 << 16 {
            var numbers = [Number](repeating: 0, count: Int(count))
            let room = count
            if getgrouplist(name, Number(truncatingIfNeeded: primary), &numbers, &count) >= 0 {
                return numbers.prefix(Int(count)).map { gid_t(truncatingIfNeeded: $0) }
            }
            count = max(count, room * 2)
        }
        return [primary]
    }

    /// Asks again with more room for as long as the system says that there was too little.
    private static func withGrowingBuffer<Value>(
        _ ask: (UnsafeMutablePointer<CChar>, Int) -> (code: Int32, value: Value?)
    ) -> Value? {
        var size = 4096
        while size <= longestEntry {
            var buffer = [CChar](repeating: 0, count: size)
            let answer = ask(&buffer, size)
            if answer.code != ERANGE { return answer.code == 0 ? answer.value : nil }
            size *= 4
        }
        return nil
    }
}
