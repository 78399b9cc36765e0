import Delivery
import Posix
import Values

/// Looks at one instance again and again: whether it answers and, not every time, who listens where it does.
public struct InstanceWatch: Sendable {
    /// Who listens on its port; `nil` for an instance of which that is not asked.
    public typealias Question = @Sendable () async -> PortListener?

    /// How long an answer of its host is good for, while the instance answers.
    public static let listenerPause = Duration.seconds(3)

    private let port: Int
    private let problem: @Sendable () async throws -> String?
    private let listener: Question
    private var askedAt: ContinuousClock.Instant?
    private var wasWell = false

    /// - Parameters:
    ///   - problem: asks it, and says why its answer was not good; throws where it could not be asked.
    ///   - listener: asks its host.
    public init(port: Int, problem: @escaping @Sendable () async throws -> String?, listener: @escaping Question) {
        self.port = port
        self.problem = problem
        self.listener = listener
    }

    /// One that answers after it did not may be another: then its host is asked at once.
    ///
    /// - Parameter isAlarmed: whether something else says that it may be another.
    public mutating func look(isAlarmed: Bool = false) async -> InstanceLook {
        let problem: String?
        do {
            problem = try await self.problem()
        } catch {
            return InstanceLook(unasked: error.words, port: port)
        }
        wasWell = wasWell && !isAlarmed
        guard problem == nil, isDue else {
            wasWell = problem == nil
            return InstanceLook(problem: problem, port: port)
        }
        askedAt = .now
        let found = await listener()
        switch found {
        case .own, .unknown, nil: wasWell = true
        case .nobody, .foreign: wasWell = false
        }
        return InstanceLook(problem: nil, listener: found, port: port)
    }

    private var isDue: Bool {
        guard wasWell, let askedAt else { return true }
        return ContinuousClock.now >= askedAt + Self.listenerPause
    }
}
