#if canImport(Darwin)
    import Darwin

    /// On macOS: a kernel queue, which can itself be polled.
    extension FileGrowth {
        /// Watches `path`; throws ``SystemCallError``.
        static func watch(_ path: String) throws -> FileGrowth {
            let file = try OwnedDescriptor(opening: path, O_EVTONLY)
            let number = kqueue()
            guard number >= 0 else { throw SystemCallError("kqueue", path) }
            let queue = OwnedDescriptor(adopting: number)
            var change = kevent(
                ident: UInt(file.number), filter: Int16(EVFILT_VNODE), flags: UInt16(EV_ADD | EV_CLEAR),
                fflags: UInt32(NOTE_WRITE | NOTE_EXTEND), data: 0, udata: nil)
            guard kevent(number, &change, 1, nil, 0, nil) == 0 else { throw SystemCallError("kevent", path) }
            return FileGrowth(descriptor: queue.release(), others: [file.release()])
        }

        /// Forgets the growth so far, so that only more of it is told.
        func rearm() {
            var event = kevent()
            var none = timespec()
            _ = kevent(descriptor, nil, 0, &event, 1, &none)
        }
    }
#endif
