import Foundation
import Synchronization

/// Customers of a service under test: each asks again as soon as it is answered.
public final class Customers: Sendable {
    /// What they got until now.
    public struct Experience: Sendable, Equatable {
        /// Answers with status 200, by what they said.
        public internal(set) var answers: [String: Int] = [:]
        /// Everything else: other statuses, refused and broken connections.
        public internal(set) var failures: [String] = []

        public var total: Int { answers.values.reduce(failures.count, +) }
    }

    private let experience = Mutex(Experience())
    private let isStopped = Atomic(false)
    private let keepsConnections: Bool
    private let threads = DispatchGroup()

    /// They begin at once.
    ///
    /// - Parameter keepingConnections: false for a new connection each time.
    public init(port: Int, count: Int = 3, keepingConnections: Bool = true) {
        keepsConnections = keepingConnections
        for _ in 0..<count {
            threads.enter()
            Thread.detachNewThread { [self] in
                browse(port)
                threads.leave()
            }
        }
    }

    public var soFar: Experience { experience.withLock { $0 } }

    /// Returns when there are `count` more answers than now.
    public func answers(_ count: Int) async throws {
        let goal = soFar.total + count
        try await eventually("\(count) more answers") { soFar.total >= goal }
    }

    /// Lets all finish what they ask for, and returns what they got.
    public func stop() async -> Experience {
        isStopped.store(true, ordering: .releasing)
        await withCheckedContinuation { continuation in
            threads.notify(queue: .global()) { continuation.resume() }
        }
        return soFar
    }

    private func browse(_ port: Int) {
        var connection: HTTPConnection?
        while !isStopped.load(ordering: .acquiring) {
            do {
                let current = try connection ?? HTTPConnection(port: port)
                let answer = try current.get("/")
                connection = answer.closes || !keepsConnections ? nil : current
                experience.withLock {
                    if answer.status == 200 {
                        $0.answers[answer.instance, default: 0] += 1
                    } else {
                        $0.failures.append("status \(answer.status)")
                    }
                }
            } catch {
                connection = nil
                experience.withLock { if $0.failures.count < 1000 { $0.failures.append("\(error)") } }
            }
        }
    }
}
