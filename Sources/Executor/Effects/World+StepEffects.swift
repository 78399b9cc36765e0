import Delivery
import Foundation
import Telemetry

extension World {
    func perform(_ effect: StepEffect, for step: StepID, in run: RunState) async throws -> StepInput {
        switch effect {
        case .runCommand(let command):
            let outcome = try await runCommand(command, for: step, of: run)
            let output = outcome == .exited(code: 0) ? nil : outputEnd(of: step, in: run)
            return .ended(outcome, output: output)
        case .stopCommand:
            try await stopCommand(of: step, in: run)
            return .ended(.signalled(Int(SIGTERM)), output: outputEnd(of: step, in: run))
        case .check(let check): return .checked(try await check.ask())
        case .takeStored(let artifact): return try await takeStored(artifact)
        case .takeSource(let source): return try await takeSource(source, of: run)
        case .makeArtifact(let path, let versionFile):
            return .artifactMade(try await makeArtifact(path: path, versionFile: versionFile, for: step, of: run))
        }
    }
}
