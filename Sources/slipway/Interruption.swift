import Delivery
import Dispatch
import Executor
import Foundation
import Synchronization

/// What happens on Ctrl-C or a polite kill: the run is cancelled, which takes a release back first; the next one ends
/// the program at once, and the lease returns the traffic. Where no instance of stable answers, the first is refused with
/// what would happen, and the second insists.
actor Interruption {
    private let executor: Executor
    private let actor: Actor
    private(set) var happened = false
    private var wasRefused = false

    init(executor: Executor, actor: Actor) {
        self.executor = executor
        self.actor = actor
    }

    func watch() async {
        for await signal in TerminationSignals.stream() {
            if happened { exit(128 + signal) }
            do {
                try await executor.order(.cancel, by: actor, reason: "interrupted", anyway: wasRefused)
                happened = true
            } catch let refusal as Refusal where !wasRefused {
                wasRefused = true
                StandardStream.error.write("\(refusal); Ctrl-C again insists, once more ends this program")
            } catch {
                happened = true
            }
        }
    }
}

/// SIGINT, SIGTERM and SIGHUP as a stream.
enum TerminationSignals {
    static func stream() -> AsyncStream<Int32> {
        AsyncStream { continuation in
            let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { continuation.yield(number) }
                source.resume()
                return source
            }
            let held = SignalSources(sources)
            continuation.onTermination = { _ in held.cancel() }
        }
    }
}

/// Keeps dispatch sources alive for as long as a stream is read.
private final class SignalSources: Sendable {
    private let sources: Mutex<[any DispatchSourceSignal]>

    init(_ sources: sending [any DispatchSourceSignal]) {
        self.sources = Mutex(sources)
    }

    func cancel() {
        sources.withLock { sources in
            for source in sources { source.cancel() }
        }
    }
}
