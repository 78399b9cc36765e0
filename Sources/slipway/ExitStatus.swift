import ArgumentParser
import Delivery

/// The program's exit codes; scripts rely on them.
enum ExitStatus: Int32 {
    case succeeded = 0
    case failed = 1
    case usage = 2
    case rolledBack = 3
    case stopped = 4
    case errored = 5
    case interrupted = 130

    init(_ result: RunResult) {
        self =
            switch result {
            case .succeeded: .succeeded
            case .failed: .failed
            case .errored: .errored
            case .rolledBack: .rolledBack
            case .rejected, .cancelled, .superseded: .stopped
            }
    }

    var code: ExitCode { ExitCode(rawValue) }
}
