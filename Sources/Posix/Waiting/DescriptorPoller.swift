import Foundation
import Synchronization

/// Waits for file descriptors on one thread of its own, with `poll(2)`.
///
/// Dispatch's read sources would be the ready-made way, but on Linux they crash now and then when a FIFO hangs up
/// while its source is being cancelled (libdispatch, `_dispatch_event_loop_drain`).
package final class DescriptorPoller: Sendable {
    package static let shared = DescriptorPoller()

    private struct Wait {
        let descriptors: [Int32]
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var waits: [UInt64: Wait] = [:]
        var lastIdentifier: UInt64 = 0
        /// The write end of the pipe that makes the thread look at `waits` again; `nil` until it runs.
        var bell: Int32?
    }

    private let state = Mutex(State())

    /// Returns when one of `descriptors` can be read or its other end hung up; the caller keeps them open until then.
    ///
    /// Throws `CancellationError`, or ``SystemCallError`` when the thread cannot be started.
    package func waitUntilReadable(_ descriptors: [Int32]) async throws {
        try startOnce()
        let identifier = state.withLock { state in
            state.lastIdentifier += 1
            return state.lastIdentifier
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                add(Wait(descriptors: descriptors, continuation: continuation), identifier)
                // The handler may have run before there was anything to cancel.
                if Task.isCancelled { cancel(identifier) }
            }
        } onCancel: {
            cancel(identifier)
        }
    }

    private func add(_ wait: Wait, _ identifier: UInt64) {
        state.withLock { state in
            state.waits[identifier] = wait
            Self.ring(state.bell)
        }
    }

    private func cancel(_ identifier: UInt64) {
        let wait = state.withLock { state in
            Self.ring(state.bell)
            return state.waits.removeValue(forKey: identifier)
        }
        wait?.continuation.resume(throwing: CancellationError())
    }

    /// A full pipe is loud enough: what cannot be written need not be.
    private static func ring(_ bell: Int32?) {
        guard let bell else { return }
        var byte: UInt8 = 0
        _ = write(bell, &byte, 1)
    }

    private func startOnce() throws {
        try state.withLock { state in
            guard state.bell == nil else { return }
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw SystemCallError("pipe", "the descriptor poller") }
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
            state.bell = ends[1]
            let listener = ends[0]
            Thread.detachNewThread { [self] in
                while true { turn(listeningTo: listener) }
            }
        }
    }

    /// Waits for the next thing to happen, and resumes those who waited for it.
    private func turn(listeningTo bell: Int32) {
        let waits = state.withLock { $0.waits }
        let entries = waits.flatMap { identifier, wait in wait.descriptors.map { (identifier, $0) } }
        var polled = ([bell] + entries.map(\.1)).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let count = poll(&polled, nfds_t(polled.count), -1)
        if count < 0 && errno != EINTR {
            return finish(Array(waits.keys), .failure(SystemCallError("poll", "\(polled.count) descriptors")))
        }
        guard count > 0 else { return }
        if polled[0].revents != 0 { Self.drain(bell) }
        finish(zip(entries, polled.dropFirst()).filter { $1.revents != 0 }.map(\.0.0), .success(()))
    }

    private func finish(_ identifiers: [UInt64], _ result: Result<Void, any Error>) {
        let finished = state.withLock { state in identifiers.compactMap { state.waits.removeValue(forKey: $0) } }
        for wait in finished { wait.continuation.resume(with: result) }
    }

    /// Throws away what a non-blocking descriptor has to say.
    package static func drain(_ descriptor: Int32) {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
        }
    }
}
