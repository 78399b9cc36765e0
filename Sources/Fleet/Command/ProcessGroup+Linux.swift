#if os(Linux)
    import Foundation

    extension ProcessGroup {
        /// True when no member runs. One that only waits for its parent to notice its end runs no more.
        var isEmpty: Bool {
            if kill(-identifier, 0) != 0 && errno == ESRCH { return true }
            return runningMembers().isEmpty
        }

        /// True when a member was started with `name`=`value`: proof that the group is not a later one of that number.
        func hasMember(with name: String, _ value: String) -> Bool {
            let entry = Array("\(name)=\(value)".utf8)
            return runningMembers().contains { member in
                let environment = try? PrivateFiles.bytes(of: "/proc/\(member)/environ", limit: 4 << 20)
                return environment?.split(separator: 0).contains { $0.elementsEqual(entry) } ?? false
            }
        }

        private func runningMembers() -> [pid_t] {
            let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            return entries.lazy.compactMap { pid_t($0) }.filter(isRunningMember)
        }

        /// `/proc/PID/stat` is `PID (NAME) STATE PARENT GROUP …`; the name may hold blanks and parentheses.
        private func isRunningMember(_ process: pid_t) -> Bool {
            guard let text = try? PrivateFiles.text(of: "/proc/\(process)/stat", limit: 1024),
                let end = text.lastIndex(of: ")")
            else { return false }
            let fields = text[text.index(after: end)...].split(separator: " ")
            guard fields.count > 2, pid_t(fields[2]) == identifier else { return false }
            return fields[0] != "Z" && fields[0] != "X"
        }
    }
#endif
