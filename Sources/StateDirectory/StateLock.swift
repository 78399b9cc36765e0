import Delivery
import Foundation
import Posix
import Synchronization
import Values

/// The right to be the one executor of a state directory.
///
/// The kernel holds it for the process and releases it whenever the process ends, however it ends: nobody has to
/// guess whether a holder is still alive. Child processes don't inherit it.
public final class StateLock: Sendable {
    /// The file that the lock is on.
    public let path: String
    private let descriptor: Mutex<Int32?>

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = Mutex(descriptor)
    }

    /// Takes the lock if no living process has it.
    ///
    /// - Parameters:
    ///   - time: Now, for others to see since when it is held.
    ///   - patience: How long to wait for a holder who has only just taken it: it may find that it has nothing to do.
    /// - Throws: ``StateLockError`` when a living process has it, or the file can't be locked.
    public static func acquire(
        in directory: StateDirectory, at time: Timestamp, patience: Duration = .zero
    ) async throws(StateLockError) -> StateLock {
        let begun = ContinuousClock.now
        while true {
            do throws(StateLockError) {
                return try await attempt(in: directory, at: time)
            } catch {
                guard case .held(let holder, _) = error, time - (holder?.since ?? time) <= patience,
                    ContinuousClock.now - begun < patience, (try? await Task.sleep(for: .milliseconds(20))) != nil
                else { throw error }
            }
        }
    }

    private static func attempt(
        in directory: StateDirectory, at time: Timestamp
    ) async throws(StateLockError) -> StateLock {
        try await Offloaded.run { () throws(StateLockError) in
            let path = directory.executorLock
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
            guard descriptor >= 0 else { throw unavailable(path, errno) }
            do throws(StateLockError) {
                try take(descriptor, path: path)
                if let code = LockHolder.current(since: time).write(to: descriptor) { throw unavailable(path, code) }
            } catch {
                close(descriptor)
                throw error
            }
            return StateLock(path: path, descriptor: descriptor)
        }
    }

    /// Which executor works in a directory now; `nil` when none does.
    ///
    /// - Throws: ``StateLockError`` when the file can't be looked at.
    public static func holder(in directory: StateDirectory) throws(StateLockError) -> LockHolder? {
        let path = directory.executorLock
        // Without waiting: in somebody else's directory it may be a pipe that nobody writes to.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw unavailable(path, errno) }
        defer { close(descriptor) }
        // The kernel has the last word: another process may have the number of one that died.
        guard let holder = LockHolder.read(from: descriptor), holder.mayBeAlive else { return nil }
        return try lock(descriptor, LOCK_SH, path: path) ? nil : holder
    }

    /// Gives the lock back. It also ends with the lock's last reference.
    public func release() {
        descriptor.withLock { descriptor in
            guard let open = descriptor else { return }
            descriptor = nil
            ftruncate(open, 0)
            close(open)
        }
    }

    deinit { release() }

    /// A holder that doesn't say who it is may only be a look at the lock, which ends at once: that is waited for.
    private static func take(_ descriptor: Int32, path: String) throws(StateLockError) {
        for _ in 0..<100 {
            if try lock(descriptor, LOCK_EX, path: path) { return }
            if let holder = LockHolder.read(from: descriptor), holder.mayBeAlive {
                throw .held(by: holder, path: path)
            }
            usleep(1000)
        }
        throw .held(by: nil, path: path)
    }

    /// Whether the lock was free, and so is ours now.
    private static func lock(_ descriptor: Int32, _ mode: Int32, path: String) throws(StateLockError) -> Bool {
        if flock(descriptor, mode | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK || errno == EINTR else { throw unavailable(path, errno) }
        return false
    }

    private static func unavailable(_ path: String, _ code: Int32) -> StateLockError {
        .unavailable(path: path, detail: SystemCallError.reason(of: code))
    }
}
