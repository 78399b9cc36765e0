import Delivery
import Foundation

/// Looks before anything starts which of a pipeline's variables can't be had.
public struct VariableSurvey: Sendable {
    private let reader: VariableReader
    private let pipeline: Pipeline

    /// - Parameter folder: what paths in the pipeline file are relative to.
    public init(of pipeline: Pipeline, passing passed: PassedVariables, in folder: URL) {
        self.pipeline = pipeline
        reader = VariableReader(passed, workspace: folder)
    }

    /// Those that `pass-env` names and that are not set.
    public var unset: [String] { pipeline.passEnv.filter { reader.passed.value(of: $0) == nil } }

    /// How many secrets and files there are to have.
    public var count: Int { secrets.count + files.count }

    /// What can't be had, each once.
    ///
    /// - Parameter asksCommands: whether those commands are run that print secrets.
    /// - Throws: `CancellationError`
    public func troubles(askingCommands asksCommands: Bool) async throws -> [VariableTrouble] {
        var troubles: [VariableTrouble] = []
        for path in files {
            do throws(VariableTrouble) { _ = try await reader.file(path) } catch { troubles.append(error) }
        }
        for (name, source) in secrets where asksCommands || !source.isCommand {
            do {
                _ = try await reader.secret(name, source, passing: pipeline.passEnv)
            } catch let trouble as VariableTrouble {
                troubles.append(trouble)
            }
        }
        return troubles
    }

    private var files: [String] { Set(processes.flatMap(\.files)).sorted() }

    private var secrets: [(name: String, source: SecretSource)] {
        var seen: Set<[String: SecretSource]> = []
        return processes.flatMap(\.secrets).filter { seen.insert([$0.name: $0.source]).inserted }
    }

    /// Of every step that has a command, and of every service.
    private var processes: [ProcessVariables] {
        let steps = pipeline.stages.flatMap { stage in
            stage.steps.indices.filter { stage.steps[$0].hasCommand }.map {
                pipeline.variables(ofStep: StepID(stage: stage.name, index: $0))
            }
        }
        return steps + pipeline.environments.keys.sorted().map { pipeline.variables(ofServiceIn: $0) }
    }
}

extension Step {
    fileprivate var hasCommand: Bool { work.kind.isCommand }
}

extension SecretSource {
    fileprivate var isCommand: Bool {
        switch self {
        case .command: true
        case .file, .variable: false
        }
    }
}
