#if os(Linux)
    import Foundation

    extension ProcessGroup {
        /// True when no member runs. One that only waits for its parent to notice its end runs no more.
        var isEmpty: Bool {
            if kill(-identifier, 0) != 0 && errno == ESRCH { return true }
            return !ProcessTable.now().entries.contains { $0.group == identifier }
        }
    }
#endif
