import Delivery
import Fleet
import Foundation
import Journal

/// Steps that run on the executor's own host.
extension World {
    func runCommand(_ command: String, for step: StepID, of run: RunState) async throws -> CommandOutcome {
        guard let workspace = run.workspace else { throw CancellationError() }
        let durable = durableCommand(of: step, in: run)
        var variables = variables
        variables["SLIPWAY_RUN"] = "\(run.number.value)"
        variables["SLIPWAY_STEP"] = step.description
        _ = try await durable.start(
            DurableCommandSpecification(
                script: command, workingDirectory: URL(filePath: workspace), environment: variables))
        switch try await durable.wait() {
        case .exited(let code): return .exited(code: Int(code))
        case .signalled(let signal): return .signalled(Int(signal))
        case .lost: return .unknown(Problem(what: "step \(step)", why: "nobody saw how it ended"))
        }
    }

    /// Ends a step's command and everything that it started.
    ///
    /// - Throws: `DurableCommandError` when something of it lives on all the same.
    func stopCommand(of step: StepID, in run: RunState) async throws {
        try await durableCommand(of: step, in: run).cancel(grace: .seconds(5))
    }

    /// Makes the artifact of what the build left in a folder of the workspace.
    ///
    /// - Throws: `MissingOutput` when the build did not leave it.
    func makeArtifact(
        path: String, versionFile: String?, for step: StepID, of run: RunState
    ) async throws -> Artifact {
        guard let workspace = run.workspace else { throw CancellationError() }
        let root = URL(filePath: workspace)
        var isFolder: ObjCBool = false
        let folder = root.appending(path: path).path
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw MissingOutput(step: step, detail: "there is no folder \(path) in \(workspace)")
        }
        if let versionFile, !FileManager.default.fileExists(atPath: root.appending(path: versionFile).path) {
            throw MissingOutput(step: step, detail: "there is no file \(versionFile) in \(workspace)")
        }
        let stored = try await artifacts.add(contentsOf: root.appending(path: path))
        let version = try versionFile.map { try firstLine(of: root.appending(path: $0)) }
        return Artifact(digest: stored.digest, version: version ?? stored.digest.short, size: stored.size)
    }

    private func durableCommand(of step: StepID, in run: RunState) -> DurableCommand {
        let attempt = run.stepState(step)?.attempt ?? 1
        let name = "\(step.stage)-\(step.index + 1)" + (attempt > 1 ? ".\(attempt)" : "")
        return DurableCommand(directory: URL(filePath: state.run(run.number)).appending(path: name))
    }

    /// The file is the build's, so only its beginning is believed.
    private func firstLine(of file: URL) throws -> String {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        let text = String(decoding: try handle.read(upToCount: 256) ?? Data(), as: UTF8.self)
        let line = text.prefix { !$0.isNewline }.filter { $0.isASCII && !$0.isWhitespace && $0 >= " " }
        guard !line.isEmpty else {
            throw Problem(what: "reading the version", why: "the first line of \(file.lastPathComponent) is empty")
        }
        return String(line.prefix(64))
    }
}

/// The build has not made what the pipeline file says that it makes.
struct MissingOutput: Error {
    let step: StepID
    let detail: String
}
