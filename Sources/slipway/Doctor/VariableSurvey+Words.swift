import Delivery
import Foundation
import Variables

extension VariableSurvey {
    /// What a pipeline would find if it were run here, by this process's environment.
    static func of(_ pipeline: Pipeline, in file: String) -> VariableSurvey {
        let folder = URL(filePath: file).standardizedFileURL.deletingLastPathComponent()
        return VariableSurvey(
            of: pipeline, passing: PassedVariables(all: ProcessInfo.processInfo.environment), in: folder)
    }

    /// A sentence for each that is missing here; no value is in any.
    ///
    /// - Parameter asksCommands: whether those commands are run that print secrets.
    func missing(askingCommands asksCommands: Bool) async throws -> [String] {
        try await troubles(askingCommands: asksCommands).map(\.description)
            + unset.map { "pass-env names \($0), which is not set here" }
    }
}
