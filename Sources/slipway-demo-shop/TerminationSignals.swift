// Dispatch sources may be cancelled from any thread; on Linux the module does not declare them Sendable.
@preconcurrency import Dispatch
import Foundation

/// The requests to end this process in good order: SIGTERM and SIGINT.
enum TerminationSignals {
    /// One element for each signal; from the first call on they no longer end the process by themselves.
    static func stream() -> AsyncStream<Int32> {
        AsyncStream { continuation in
            let sources = [SIGTERM, SIGINT].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler { continuation.yield(number) }
                source.resume()
                return source
            }
            continuation.onTermination = { _ in
                for source in sources { source.cancel() }
            }
        }
    }
}
