import Foundation
import SlipwayTesting
import Values

extension Program {
    /// Runs the program and kills it when the condition holds, or lets it end if it does so before.
    @discardableResult
    static func kill(
        _ arguments: [String], in folder: URL? = nil, variables: [String: String] = [:],
        when condition: (pid_t) async throws -> Bool
    ) async throws -> Ending {
        try await run(arguments, in: folder, variables: variables) { process in
            try await eventually("time to kill \(arguments)", within: .seconds(60)) { try await condition(process) }
            _ = Foundation.kill(process, SIGKILL)
        }
    }

    @discardableResult
    static func kill(
        _ arguments: [String], in folder: URL? = nil, variables: [String: String] = [:], after pause: Duration
    ) async throws -> Ending {
        let moment = ContinuousClock.now + pause
        return try await kill(arguments, in: folder, variables: variables) { _ in ContinuousClock.now >= moment }
    }
}
