#if canImport(Darwin)
    import Darwin
    import Posix

    /// On macOS: a kernel queue, which can itself be polled.
    extension FileGrowth {
        /// Watches the last file that a command writes, and the directory, in which the next may appear. Throws
        /// ``SystemCallError``.
        static func watch(_ files: CommandFiles) throws -> FileGrowth {
            let number = kqueue()
            guard number >= 0 else { throw SystemCallError("kqueue", files.directory) }
            let queue = OwnedDescriptor(adopting: number)
            var watched: [Int32] = []
            do {
                for path in [files.directory, try KeptOutput(of: files).pieces.last?.path ?? files.output] {
                    watched.append(try add(path, to: number))
                }
            } catch {
                for descriptor in watched { close(descriptor) }
                throw error
            }
            return FileGrowth(descriptor: queue.release(), others: watched)
        }

        private static func add(_ path: String, to queue: Int32) throws -> Int32 {
            let file = try OwnedDescriptor(opening: path, O_EVTONLY)
            var change = kevent(
                ident: UInt(file.number), filter: Int16(EVFILT_VNODE), flags: UInt16(EV_ADD | EV_CLEAR),
                fflags: UInt32(NOTE_WRITE | NOTE_EXTEND), data: 0, udata: nil)
            guard kevent(queue, &change, 1, nil, 0, nil) == 0 else { throw SystemCallError("kevent", path) }
            return file.release()
        }

        /// Forgets the growth so far, so that only more of it is told.
        func rearm() {
            var event = kevent()
            var none = timespec()
            _ = kevent(descriptor, nil, 0, &event, 1, &none)
        }
    }
#endif
