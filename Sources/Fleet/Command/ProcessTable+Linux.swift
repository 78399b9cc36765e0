#if os(Linux)
    import Foundation
    import Posix

    extension ProcessTable {
        /// The processes that run now, from `/proc`. One that only waits for its parent to notice its end runs no more.
        static func now() -> ProcessTable {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return ProcessTable(entries: names.lazy.compactMap { pid_t($0) }.compactMap(entry))
        }

        /// `PF_KTHREAD` of Linux's `sched.h`.
        private static let kernelThread: UInt32 = 0x0020_0000

        /// `/proc/PID/stat` is `PID (NAME) STATE PARENT GROUP SESSION TERMINAL … FLAGS …` (proc_pid_stat(5)); the name may hold blanks and parentheses.
        static func entry(_ process: pid_t) -> Entry? {
            guard let text = try? PrivateFile.text(of: "/proc/\(process)/stat", limit: 1024),
                let end = text.lastIndex(of: ")")
            else { return nil }
            let fields = text[text.index(after: end)...].split(separator: " ")
            guard fields.count > 3, fields[0] != "Z", fields[0] != "X", let parent = pid_t(fields[1]),
                let group = pid_t(fields[2]), let session = pid_t(fields[3])
            else { return nil }
            let flags = fields.count > 6 ? UInt32(fields[6]) ?? 0 : 0
            return Entry(
                process: process, parent: parent, group: group, session: session, isKernel: flags & kernelThread != 0)
        }

        /// Whether a process that we may read has no environment: it was given none, or is just becoming another program.
        static func hasNoEnvironment(_ process: pid_t) -> Bool {
            (try? PrivateFile.bytes(of: "/proc/\(process)/environ", limit: 1))?.isEmpty ?? false
        }

        /// Whether the process was started with `name`=`value`. What belongs to another user can't be read.
        static func isMarked(_ process: pid_t, _ name: String, _ value: String) -> Bool {
            let entry = Array("\(name)=\(value)".utf8)
            let environment = try? PrivateFile.bytes(of: "/proc/\(process)/environ", limit: 4 << 20)
            return environment?.split(separator: 0).contains { $0.elementsEqual(entry) } ?? false
        }
    }
#endif
