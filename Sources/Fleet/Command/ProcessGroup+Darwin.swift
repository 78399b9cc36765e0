#if canImport(Darwin)
    import Darwin

    extension ProcessGroup {
        /// True when no member runs; the kernel answers EPERM where all that is left waits for its parents.
        var isEmpty: Bool { kill(-identifier, 0) != 0 }
    }
#endif
