import Dispatch
import Foundation
import Synchronization

/// What happens on Ctrl-C, a polite kill or a closed terminal: the first asks whoever works to end in good order, a
/// later Ctrl-C or polite kill ends the program at once, and leases then return the traffic.
///
/// A terminal that is closed says so several times, by the kernel and by the shell: that is one request. One that was
/// refused, because it would have left users with nobody, is told, and the next insists.
final class Interruption: Sendable {
    static let shared = Interruption()

    private struct State {
        var happened = false
        /// Whether nobody has answered the latest request yet.
        var isOpen = false
        /// Whether it was a terminal that closed: nobody sits there, who could insist.
        var isHangUp = false
        var wasRefused = false
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
        var sources: [any DispatchSourceSignal] = []
    }

    private let state = Mutex(State())

    /// Whether the program was asked to end.
    var happened: Bool { state.withLock { $0.happened } }

    /// The one request to end, also when it came before. From now on signals don't end the program by themselves.
    func requests() -> AsyncStream<Void> {
        install()
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let number = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = continuation
            if state.happened { continuation.yield() }
            return state.next
        }
        continuation.onTermination = { [self] _ in state.withLock { _ = $0.listeners.removeValue(forKey: number) } }
        return stream
    }

    /// Whether a request was refused before, so that this one insists.
    var insists: Bool { state.withLock { $0.wasRefused && !$0.isHangUp } }

    /// Takes the latest request upon oneself; `false` where somebody has done that before.
    func claim() -> Bool {
        state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
    }

    /// What was asked for would have harmed: nothing ends, and the next request insists.
    func refuse() {
        state.withLock { state in
            state.happened = false
            state.wasRefused = state.wasRefused || !state.isHangUp
        }
    }

    /// The terminal is gone, which a signal may have said already: the program ends as if one had.
    func noteHangUp() {
        state.withLock { state in
            if !state.isOpen { (state.isOpen, state.isHangUp) = (true, true) }
            state.happened = true
        }
    }

    private func install() {
        state.withLock { state in
            guard state.sources.isEmpty else { return }
            for number in [SIGINT, SIGTERM, SIGHUP] {
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { [self] in take(number) }
                source.resume()
                state.sources.append(source)
            }
        }
    }

    private func take(_ signal: Int32) {
        let (isFirst, listeners) = state.withLock { state in
            defer { state.happened = true }
            if !state.happened { (state.isOpen, state.isHangUp) = (true, signal == SIGHUP) }
            return (!state.happened, Array(state.listeners.values))
        }
        // Nobody is left to end in good order, or somebody is impatient.
        guard isFirst, !listeners.isEmpty else {
            guard isFirst || signal != SIGHUP else { return }
            if !isFirst {
                StandardStream.error.write(
                    "slipway: ended at once; a run that has not ended goes on with slipway run --continue or slipway serve"
                )
            }
            _exit(128 + signal)
        }
        for listener in listeners { listener.yield() }
    }
}
