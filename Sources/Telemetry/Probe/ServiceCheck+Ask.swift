import Delivery
import FlyingSocks
import Foundation

extension ServiceCheck {
    /// Asks instances, all at once; one whose first answer is bad a second time, after a while.
    public func ask(_ instances: [PlacedInstance]) async throws -> [InstanceID: InstanceAnswer] {
        try await withThrowingTaskGroup(of: (InstanceID, InstanceAnswer).self) { group in
            for instance in instances {
                group.addTask { (instance.id, try await askTwice { await problem(at: instance.endpoint) }) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    /// Whether something listens where the router should.
    public func askRouter() async throws -> InstanceAnswer {
        try await askTwice { await routerProblem() }
    }

    /// Why an instance's answer is not good; `nil` when it is.
    public func problem(at endpoint: Endpoint) async -> String? {
        guard let probe = HTTPProbe(endpoint: endpoint, path: path, within: within) else {
            return "\(path) is no path of an HTTP address"
        }
        return await probe.ask().reason
    }

    /// Why nothing listens at the router's address; `nil` when something does.
    public func routerProblem() async -> String? {
        do {
            try await StatusLine.reach(listen, within: .seconds(1))
            return nil
        } catch {
            return "nothing listens at \(listen)"
        }
    }

    private func askTwice(_ problem: () async -> String?) async throws -> InstanceAnswer {
        var streak = AnswerStreak()
        let first = streak.take(await problem(), at: .now)
        guard first != .good else { return first }
        try await Task.sleep(for: InstanceAnswer.patience)
        let second = streak.take(await problem(), at: .now)
        try Task.checkCancellation()
        return second
    }
}

extension Deployment {
    /// Why an instance's answer is not good, asked once; `nil` when it is.
    public func problem(of instance: PlacedInstance) async -> String? {
        if let check { return await check.problem(at: instance.endpoint) }
        return await ServiceCheck(path: "/", within: .seconds(1), listen: instance.endpoint).routerProblem()
    }

    /// How to see whether it is well. Records of earlier programs don't say: then an instance that takes a connection
    /// is well, and nothing is known of the router.
    public func standing() async throws -> ServiceStanding {
        guard let check else {
            let answers = try await instances.connectionAnswers()
            return ServiceStanding(answers: answers, router: nil)
        }
        async let router = check.askRouter()
        return ServiceStanding(answers: try await check.ask(instances), router: try await router)
    }
}

/// How what is in service answered, just now.
public struct ServiceStanding: Sendable {
    public let answers: [InstanceID: InstanceAnswer]
    /// `nil` where nobody knows the router's address.
    public let router: InstanceAnswer?

    /// How many instances answer.
    public var answering: Int { answers.values.count { $0.failure == nil } }
}

extension [PlacedInstance] {
    fileprivate func connectionAnswers() async throws -> [InstanceID: InstanceAnswer] {
        try await withThrowingTaskGroup(of: (InstanceID, InstanceAnswer).self) { group in
            for instance in self {
                let check = ServiceCheck(path: "/", within: .seconds(1), listen: instance.endpoint)
                group.addTask { (instance.id, try await check.askRouter()) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }
}
