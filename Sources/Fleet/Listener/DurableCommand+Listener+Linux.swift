#if os(Linux)
    import Posix
    import Values
    import Delivery
    import Foundation

    extension DurableCommand {
        /// More than a machine has sockets that listen; they come before all others.
        private static let tableLimit = 2 << 20

        /// One look at `/proc`.
        func look(at endpoint: Endpoint) throws -> PortListener {
            var sight = PortSight(user: geteuid())
            guard let table = try PrivateFile.text(of: "/proc/net/tcp", limit: Self.tableLimit) else {
                return .unknown(why: "this system has no /proc/net/tcp")
            }
            // A kernel without IPv6 has only the one.
            let other = try PrivateFile.text(of: "/proc/net/tcp6", limit: Self.tableLimit) ?? ""
            sight.sockets = Self.sockets(in: table, on: endpoint.port) + Self.sockets(in: other, on: endpoint.port)
            guard !sight.sockets.isEmpty else { return .nobody }
            let known = HolderMemory.process(of: files.directory)
            if let known { sight.holders = try holders(of: sight.sockets, among: [known]) }
            if known == nil || sight.listener(reachedBy: endpoint.address) != .own {
                sight.holders = try holders(of: sight.sockets, among: Self.processes())
            }
            for user in Set(sight.sockets.map(\.user)) { sight.accounts[user] = Self.name(of: user) }
            HolderMemory.note(sight.holders.first(where: \.isOurs)?.process, of: files.directory)
            return sight.listener(reachedBy: endpoint.address)
        }

        private static func sockets(in table: String, on port: Int) -> [ListeningSocket] {
            table.split(separator: "\n").lazy.compactMap(ListeningSocket.init).filter { $0.port == port }
        }

        private static func processes() -> [pid_t] {
            ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        }

        private func holders(of sockets: [ListeningSocket], among processes: [pid_t]) throws -> [PortSight.Holder] {
            let inodes = Dictionary(sockets.map { ("socket:[\($0.inode)]", $0.inode) }, uniquingKeysWith: { $1 })
            let group = (try? presence.isHeld()) == true ? try files.claimant()?.identifier : nil
            var holders: [PortSight.Holder] = []
            for process in processes {
                for inode in Self.held(inodes, by: process) {
                    holders.append(
                        PortSight.Holder(
                            inode: inode, process: process, isOurs: isOurs(process, group),
                            program: Self.program(of: process)))
                }
            }
            return holders
        }

        /// Which of the sockets a process has open; none of one that has gone, or that is another account's.
        private static func held(_ inodes: [String: UInt64], by process: pid_t) -> Set<UInt64> {
            guard let directory = opendir("/proc/\(process)/fd") else { return [] }
            defer { closedir(directory) }
            var found: Set<UInt64> = []
            while let entry = readdir(directory) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                var link = [CChar](repeating: 0, count: 64)
                let count = readlinkat(dirfd(directory), name, &link, link.count)
                guard count > 0 else { continue }
                let target = String(decoding: link[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
                if let inode = inodes[target] { found.insert(inode) }
            }
            return found
        }

        /// Whether a process is the command's: it or one of its parents has the mark, and is of our account, for
        /// anybody can write a mark; or is in the group or the session that the supervisor founded, while that lives.
        private func isOurs(_ process: pid_t, _ group: pid_t?) -> Bool {
            var process = process
            // A chain of parents that changes while it is followed could have no end.
            for _ in 0..<256 where process > 1 {
                guard let entry = ProcessTable.entry(process) else { return false }
                if let group, entry.group == group || entry.session == group { return true }
                if Self.isOfOurAccount(process), ProcessTable.isMarked(process, Self.mark, files.directory) {
                    return true
                }
                process = entry.parent
            }
            return false
        }

        private static func isOfOurAccount(_ process: pid_t) -> Bool {
            var information = stat()
            return stat("/proc/\(process)", &information) == 0 && information.st_uid == geteuid()
        }

        private static func program(of process: pid_t) -> String {
            let name = (try? PrivateFile.text(of: "/proc/\(process)/comm", limit: 64)) ?? nil
            return ForeignText.readable(name ?? "")
        }

        private static func name(of user: uid_t) -> String? {
            var entry = passwd()
            var result: UnsafeMutablePointer<passwd>?
            var buffer = [CChar](repeating: 0, count: 16 << 10)
            guard getpwuid_r(user, &entry, &buffer, buffer.count, &result) == 0, result != nil else { return nil }
            return entry.pw_name.map { ForeignText.readable(String(cString: $0)) }
        }
    }
#endif
