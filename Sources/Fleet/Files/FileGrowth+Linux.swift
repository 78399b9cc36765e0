#if os(Linux)
    import Foundation
    import Posix

    /// On Linux: inotify.
    extension FileGrowth {
        /// Watches what a command writes: its files come and go. Throws ``SystemCallError``.
        static func watch(_ files: CommandFiles) throws -> FileGrowth {
            let path = files.directory
            let number = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
            guard number >= 0 else { throw SystemCallError("inotify_init1", path) }
            let queue = OwnedDescriptor(adopting: number)
            guard inotify_add_watch(number, path, UInt32(IN_MODIFY | IN_CREATE)) >= 0 else {
                throw SystemCallError("inotify_add_watch", path)
            }
            return FileGrowth(descriptor: queue.release())
        }

        /// Forgets the growth so far, so that only more of it is told.
        func rearm() {
            DescriptorPoller.drain(descriptor)
        }
    }
#endif
