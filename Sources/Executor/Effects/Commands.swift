import Delivery
import Fleet
import Foundation
import Posix
import Platforms
import StateDirectory
import Values
import Variables

/// Steps that run on the executor's own host.
extension World {
    /// Runs a step's command to its end, and then ends what it left behind.
    func runCommand(_ command: String, for step: StepID, of run: RunState) async throws -> CommandOutcome {
        guard let workspace = run.workspace else { throw CancellationError() }
        let durable = durableCommand(of: step, in: run)
        var found = try await variables(for: durable, of: step, in: run, at: URL(filePath: workspace))
        found.values["SLIPWAY_RUN"] = "\(run.number.value)"
        found.values["SLIPWAY_STEP"] = step.description
        _ = try await durable.start(
            DurableCommandSpecification(
                script: command, workingDirectory: URL(filePath: workspace), environment: found.values,
                secrets: found.secrets))
        let end = try await durable.wait()
        try await durable.endLeftovers(grace: .seconds(5))
        switch end {
        case .exited(let code): return .exited(code: Int(code))
        case .signalled(let signal): return .signalled(Int(signal))
        case .lost: return .unknown(Problem(what: "step \(step)", why: "nobody saw how it ended"))
        }
    }

    /// What it finds in its environment; one that was started before has it already.
    ///
    /// - Throws: `MissingVariables`
    private func variables(
        for durable: DurableCommand, of step: StepID, in run: RunState, at workspace: URL
    ) async throws -> ReadVariables {
        let wanted = run.pipeline?.variables(ofStep: step) ?? ProcessVariables()
        let reader = VariableReader(variables, workspace: workspace)
        return try await durable.state() == .notStarted ? reader.read(wanted) : reader.unread(wanted)
    }

    /// The end of what a step's command printed, for people; `nil` when that can't be read.
    func outputEnd(of step: StepID, in run: RunState) -> OutputEnd? {
        let durable = durableCommand(of: step, in: run)
        guard let chunk = try? durable.lastOutput(limit: 64 << 10) else { return nil }
        let leftOut = (try? durable.leftOutOutput()).map { Int(clamping: $0) } ?? 0
        return OutputEnd(
            path: durable.outputFile, lines: OutputEnd.lines(of: chunk.bytes), leftOut: leftOut > 0 ? leftOut : nil)
    }

    /// Ends a step's command and everything that it started.
    ///
    /// - Throws: `DurableCommandError` when something of it lives on all the same.
    func stopCommand(of step: StepID, in run: RunState) async throws {
        try await durableCommand(of: step, in: run).cancel(grace: .seconds(5))
    }

    /// Makes sure that an artifact is there, whole and as it was made.
    func takeStored(_ artifact: Artifact) async throws -> StepInput {
        do {
            try await artifacts.verify(artifact.digest)
            return .artifactMade(artifact)
        } catch let error as ArtifactError {
            return .artifactMissing(detail: error.words)
        }
    }

    /// Puts a source where the run's commands look for it.
    func takeSource(_ source: SourceStep, of run: RunState) async throws -> StepInput {
        guard let workspace = run.workspace, let pipeline = run.pipeline else { throw CancellationError() }
        do {
            return .sourceTaken(
                try await sources.take(source, of: pipeline.withoutSourceStage, into: workspace))
        } catch let refusal as SourceRefusal {
            return .sourceRefused(detail: refusal.words)
        }
    }

    /// Makes the artifact of what the build left in a folder of the workspace.
    ///
    /// - Throws: `MissingOutput` when the build did not leave it.
    func makeArtifact(
        path: String, versionFile: String?, for step: StepID, of run: RunState
    ) async throws -> Artifact {
        guard let workspace = run.workspace else { throw CancellationError() }
        let root = URL(filePath: workspace)
        try demand(folder: path, of: step, in: root)
        if let versionFile { try demand(file: versionFile, of: step, in: root) }
        let stored = try await artifacts.add(path, of: root)
        let version = try versionFile.map { try firstLine(of: $0, in: root) }
        return Artifact(digest: stored.digest, version: version ?? stored.digest.short, size: stored.size)
    }

    /// A build that left nothing is bad; what is there and can't be taken is another matter.
    private func demand(folder: String, of step: StepID, in root: URL) throws {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: root.appending(path: folder).path, isDirectory: &isFolder)
        guard isThere, isFolder.boolValue else {
            throw MissingOutput(step: step, detail: "there is no folder \(folder) in \(root.path)")
        }
    }

    private func demand(file: String, of step: StepID, in root: URL) throws {
        guard FileManager.default.fileExists(atPath: root.appending(path: file).path) else {
            throw MissingOutput(step: step, detail: "there is no file \(file) in \(root.path)")
        }
    }

    private func durableCommand(of step: StepID, in run: RunState) -> DurableCommand {
        let attempt = run.stepState(step)?.attempt ?? 1
        return DurableCommand(directory: URL(filePath: state.step(step, attempt: attempt, of: run.number)))
    }

    /// The file is the build's, so only its beginning is believed.
    private func firstLine(of file: String, in workspace: URL) throws -> String {
        let text = String(decoding: try WorkspaceFile.beginning(of: file, in: workspace, limit: 256), as: UTF8.self)
        let line = text.prefix { !$0.isNewline }.filter { $0.isASCII && !$0.isWhitespace && $0 >= " " }
        guard !line.isEmpty else {
            throw Problem(what: "reading the version", why: "the first line of \(file) is empty")
        }
        return String(line.prefix(64))
    }
}

/// The build has not made what the pipeline file says that it makes.
struct MissingOutput: Error {
    let step: StepID
    let detail: String
}
