import ArgumentParser
import Delivery
import Journal
import PipelineFile
import Posix
import StrictYAML

/// Ends the program with one clear message and the right exit code.
struct CommandFailure: Error, CustomStringConvertible {
    let status: ExitStatus
    /// A line each, as they are told.
    private let lines: [String]

    init(_ status: ExitStatus, _ error: any Error) {
        self.status = status
        lines = (error as? YAMLFileError)?.lines ?? ["slipway: \(error.words)"]
    }

    init(_ status: ExitStatus, _ messages: String...) {
        self.init(status, messages)
    }

    init(_ status: ExitStatus, _ messages: [String]) {
        self.status = status
        lines = messages.map { "slipway: \($0)" }
    }

    var description: String { lines.joined(separator: "\n") }
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
        for line in lines { StandardStream.error.write(line) }
        return status
    }
}

extension YAMLFileError {
    /// A problem with its place begins its line, as editors and CI want it; `nil` where there is no place.
    fileprivate var lines: [String]? {
        switch self {
        case .unreadable: nil
        case .malformed, .problems:
            description.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
