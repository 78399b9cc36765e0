import Foundation

#if os(Linux)
    /// Hands a delegate what came at once, on the thread that received it.
    ///
    /// With a queue of its own, all that a receiver sends is kept in memory until the delegate gets round to it: an answer
    /// without end took a gigabyte before the request could be cancelled. Nothing in a delegate may wait for the session.
    // Unchecked: it has no state, and its superclass may be used from any thread.
    final class DelegateQueue: OperationQueue, @unchecked Sendable {
        override func addOperation(_ block: @escaping @Sendable () -> Void) { block() }
    }
#endif

extension OperationQueue {
    /// For the delegate of a session whose answers are thrown away as they come.
    static func forAnswers() -> OperationQueue? {
        #if os(Linux)
            DelegateQueue()
        #else
            nil
        #endif
    }
}
