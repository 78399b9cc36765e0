import Foundation
import Synchronization

/// Runs work that calls itself deeply on a thread with room for it.
///
/// The YAML parser goes into a thousand levels of nesting before it refuses, and needs up to 2 MiB of stack for it
/// (measured, without optimisation); threads other than the first have 512 KiB on macOS. The caller waits no longer
/// than if it did the work itself.
enum DeepStack {
    private static let size = 16 << 20

    static func run<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let answer = Answer<Value, Failure>()
        let thread = Thread {
            do throws(Failure) {
                answer.give(.success(try work()))
            } catch {
                answer.give(.failure(error))
            }
        }
        thread.name = "slipway.yaml"
        thread.stackSize = size
        thread.start()
        return try answer.wait().get()
    }
}

/// What one thread gives and another waits for.
private final class Answer<Value: Sendable, Failure: Error>: Sendable {
    private let result = Mutex<Result<Value, Failure>?>(nil)
    private let given = DispatchSemaphore(value: 0)

    func give(_ value: Result<Value, Failure>) {
        result.withLock { $0 = value }
        given.signal()
    }

    func wait() -> Result<Value, Failure> {
        while true {
            given.wait()
            if let result = result.withLock({ $0 }) { return result }
        }
    }
}
