import Delivery
import Values

/// Whose output it is.
public enum OutputOwner: Hashable, Sendable {
    /// The command of a step, in one of its attempts.
    case step(StepID, attempt: Int)
    case instance(InstanceID, in: EnvironmentName)
}

/// Something that prints, and what people call it.
public struct OutputTarget: Equatable, Sendable {
    public let owner: OutputOwner
    /// As the screen calls it: `regression`, `local/green-1`.
    public let title: String
    /// By which it can be told from all others: `test/2`, `production local/green-1`.
    public let name: String

    init(_ id: StepID, _ step: StepState) {
        owner = .step(id, attempt: step.attempt)
        title = step.step.title
        name = "\(id)"
    }

    init(_ instance: InstanceID, in environment: EnvironmentName) {
        owner = .instance(instance, in: environment)
        title = "\(instance)"
        name = "\(environment) \(instance)"
    }

    /// Title and name, where both say something.
    public var fullName: String {
        switch owner {
        case .step: "\(title) (\(name))"
        case .instance: name
        }
    }
}

extension RunState {
    /// What has printed something, or may have: the commands of steps that have begun, then instances.
    ///
    /// - Parameter ledger: tells what is in service where the run has released nothing.
    public func outputTargets(_ ledger: Ledger) -> [OutputTarget] { begunCommands + instanceTargets(ledger) }

    /// The same, and what may yet print something.
    public func allOutputTargets(_ ledger: Ledger) -> [OutputTarget] {
        commands.map { OutputTarget($0.id, $0.state) } + instanceTargets(ledger)
    }

    /// The commands of steps that have begun, in their order.
    public var begunCommands: [OutputTarget] {
        commands.filter { $0.state.startedAt != nil }.map { OutputTarget($0.id, $0.state) }
    }

    /// The command that runs now; of several, the first.
    var runningCommand: OutputTarget? {
        commands.first { $0.state.phase == .running }.map { OutputTarget($0.id, $0.state) }
    }

    /// The command that failed.
    var failedCommand: OutputTarget? {
        commands.first { $0.state.output != nil }.map { OutputTarget($0.id, $0.state) }
    }

    private var commands: [(id: StepID, state: StepState)] {
        stages.flatMap { stage in
            stage.steps.enumerated().compactMap { index, step in
                step.step.work.kind.isCommand ? (StepID(stage: stage.name, index: index), step) : nil
            }
        }
    }

    private func instanceTargets(_ ledger: Ledger) -> [OutputTarget] {
        (pipeline?.environments.keys.sorted() ?? []).flatMap { environment in
            let serving = (ledger.stable(in: environment)?.instances ?? []).map(\.id)
            let instances = release(in: environment).map { ($0.instances + $0.leaving).map(\.id) } ?? serving
            return instances.map { OutputTarget($0, in: environment) }
        }
    }
}

extension [OutputTarget] {
    /// Those that a person means by a word: a title, `stage/1`, an instance with or without its host and environment, or
    /// a part of any, where nothing is called exactly so.
    public func meant(by word: String) -> [OutputTarget] {
        let word = word.lowercased()
        let exact = filter { target in target.names.contains { $0.lowercased() == word } }
        return exact.isEmpty ? filter { $0.names.contains { $0.lowercased().contains(word) } } : exact
    }
}

extension OutputTarget {
    fileprivate var names: [String] {
        switch owner {
        case .step: [title, name]
        case .instance(let id, _): [title, name, "\(id.slot.rawValue)-\(id.index + 1)"]
        }
    }
}
