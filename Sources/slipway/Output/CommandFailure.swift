import ArgumentParser
import Delivery
import Journal

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
        throw failure.told.code
    } catch let error as JournalError where error.kind == .missing {
        throw CommandFailure(.usage, error).told.code
    } catch {
        throw CommandFailure(.errored, error).told.code
    }
}

extension CommandFailure {
    /// The failure's exit code, once it stands on standard error.
    fileprivate var told: ExitStatus {
        StandardStream.error.write("slipway: \(description)")
        return status
    }
}
