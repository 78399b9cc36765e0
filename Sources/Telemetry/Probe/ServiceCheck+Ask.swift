import Delivery
import FlyingSocks
import Foundation
import Posix
import Values

/// Who listens where an instance answers, by its host; `nil` where nobody asks.
public typealias ListenerQuestion = @Sendable (PlacedInstance) async -> PortListener?

extension ServiceCheck {
    /// Asks instances, all at once, and who listens where they answer; one that is not well a second time, after a while.
    public func ask(
        _ instances: [PlacedInstance], listener: @escaping ListenerQuestion
    ) async throws -> [InstanceID: InstanceAnswer] {
        try await withThrowingTaskGroup(of: (InstanceID, InstanceAnswer).self) { group in
            for instance in instances {
                group.addTask {
                    var watch = watch(instance, listener: listener)
                    return (instance.id, try await askTwice("asking \(instance.id)") { await watch.look() })
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    /// Looks at an instance, again and again.
    public func watch(_ instance: PlacedInstance, listener: @escaping ListenerQuestion) -> InstanceWatch {
        InstanceWatch(
            port: instance.endpoint.port, problem: { try await problem(at: instance.endpoint) },
            listener: { [policy = self.listener] in
                switch policy {
                case .own: await listener(instance)
                case .any, nil: nil
                }
            })
    }

    /// Whether the environment's own router answers: whatever listens where users come may be another program.
    public typealias RouterQuestion = @Sendable () async -> Bool

    /// Whether the router listens where it should, and is the environment's own.
    public func askRouter(_ answers: RouterQuestion) async throws -> InstanceAnswer {
        try await askTwice("asking the router at \(listen)") { await lookAtRouter(answers) }
    }

    /// Whether something listens where the router should, at one look.
    public func lookAtRouter(_ answers: RouterQuestion) async -> InstanceLook {
        do {
            if let problem = try await routerProblem() { return InstanceLook(problem: problem, port: listen.port) }
            let stranger = "something listens at \(listen), and the environment's own router does not answer"
            return InstanceLook(problem: await answers() ? nil : stranger, port: listen.port)
        } catch {
            return InstanceLook(unasked: "\(error)", port: listen.port)
        }
    }

    /// Why an instance's answer is not good; `nil` when it is.
    ///
    /// - Throws: ``DescriptorShortage`` when it could not be asked.
    private func problem(at endpoint: Endpoint) async throws(DescriptorShortage) -> String? {
        guard let probe = HTTPProbe(endpoint: endpoint, path: path, within: within) else {
            return "\(path) is no path of an HTTP address"
        }
        return try await probe.ask().reason()
    }

    /// Why nothing listens at the router's address; `nil` when something does.
    ///
    /// - Throws: ``DescriptorShortage`` when nobody could look.
    fileprivate func routerProblem() async throws(DescriptorShortage) -> String? {
        do {
            try await StatusLine.reach(listen, within: .seconds(1))
            return nil
        } catch let shortage as DescriptorShortage {
            throw shortage
        } catch {
            return "nothing listens at \(listen)"
        }
    }

    /// - Throws: `Problem` when nobody could be asked: then nobody can tell; `CancellationError`.
    private func askTwice(_ what: String, _ look: () async -> InstanceLook) async throws -> InstanceAnswer {
        var streak = AnswerStreak()
        if let first = streak.take(await look(), at: .now), first == .good { return first }
        try await Task.sleep(for: InstanceAnswer.patience)
        let last = await look()
        try Task.checkCancellation()
        guard let second = streak.take(last, at: .now) else {
            throw Problem(what: what, why: last.unasked ?? "nobody could ask")
        }
        return second
    }
}

extension Deployment {
    /// Looks at an instance of it, again and again.
    public func watch(_ instance: PlacedInstance, listener: @escaping ListenerQuestion) -> InstanceWatch {
        if let check { return check.watch(instance, listener: listener) }
        let check = ServiceCheck(path: "/", within: .seconds(1), listen: instance.endpoint)
        return InstanceWatch(
            port: instance.endpoint.port, problem: { try await check.routerProblem() }, listener: { nil })
    }

    /// How to see whether it is well. Records of earlier programs don't say: then an instance that takes a connection
    /// is well, and nothing is known of the router.
    public func standing(
        listener: @escaping ListenerQuestion, router isOurs: @escaping ServiceCheck.RouterQuestion
    ) async throws -> ServiceStanding {
        guard let check else {
            let answers = try await instances.connectionAnswers()
            return ServiceStanding(answers: answers, router: nil)
        }
        async let router = check.askRouter(isOurs)
        return ServiceStanding(answers: try await check.ask(instances, listener: listener), router: try await router)
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
                group.addTask { (instance.id, try await check.askRouter { true }) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }
}
