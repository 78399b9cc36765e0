import Delivery
import Fleet
import Foundation

/// The person left the live view, and the run is to go on without it.
struct Detachment: Error {
    /// Starts an executor in a session of its own, which takes the run up. The state directory must be free by now.
    func goOn(in state: String) async throws {
        let directory = URL(filePath: state).standardizedFileURL
        var variables = ProcessInfo.processInfo.environment
        variables["SLIPWAY_PROGRAM"] = Bundle.main.executablePath ?? "slipway"
        variables["SLIPWAY_STATE"] = directory.path
        let name = "executor-\(UUID().uuidString.prefix(8).lowercased())"
        _ = try await DurableCommand(directory: directory.appending(path: "executors/\(name)")).start(
            DurableCommandSpecification(
                script: #"exec "$SLIPWAY_PROGRAM" run --continue --output plain --state "$SLIPWAY_STATE""#,
                workingDirectory: directory, environment: variables))
        StandardStream.output.write("the run goes on in the background; slipway watch --state \(state) shows it")
    }
}

/// Lets a run go on in the background that the person left, once the state directory is free.
func goingOn(in state: String, _ body: () async throws -> ExitStatus) async throws -> ExitStatus {
    do {
        return try await body()
    } catch let detachment as Detachment {
        try await detachment.goOn(in: state)
        return .succeeded
    }
}
