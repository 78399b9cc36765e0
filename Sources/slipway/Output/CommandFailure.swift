import ArgumentParser
import Delivery

/// Ends the program with one clear message and the right exit code.
struct CommandFailure: Error, CustomStringConvertible {
    let status: ExitStatus
    let description: String

    init(_ status: ExitStatus, _ error: any Error) {
        self.status = status
        description = "\(error)"
    }

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        description = message
    }
}

/// Runs `body`; an error becomes a line on standard error and an exit code.
func reporting(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let exit as ExitCode {
        throw exit
    } catch let failure as CommandFailure {
        StandardStream.error.write("slipway: \(failure.description)")
        throw failure.status.code
    } catch {
        StandardStream.error.write("slipway: \(error)")
        throw ExitStatus.errored.code
    }
}
