#if canImport(Darwin)
    import Darwin

    extension ProcessGroup {
        /// True when no member runs; the kernel answers EPERM where all that is left waits for its parents.
        var isEmpty: Bool { kill(-identifier, 0) != 0 }

        /// True when the group can be the command's: its founder, the supervisor, is gone, and members are left.
        /// The environment of another process cannot be read here, so that `name` and `value` are not looked at.
        func hasMember(with name: String, _ value: String) -> Bool {
            !isEmpty && kill(identifier, 0) != 0
        }
    }
#endif
