import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Values

/// The executor that goes on with a run after its person left: nobody's child that could be asked, only the lock
/// knows it.
struct BackgroundExecutor {
    let state: StateDirectory
    let process: pid_t

    /// Waits until it works.
    static func find(in state: StateDirectory) async throws -> BackgroundExecutor {
        var found: LockHolder?
        try await eventually("an executor works in the background", within: .seconds(30)) {
            found = try StateLock.holder(in: state)
            return found != nil
        }
        return BackgroundExecutor(state: state, process: found?.pid ?? 0)
    }

    /// Kills it after a pause, and waits until it is gone.
    func kill(after pause: Duration) async throws {
        let moment = ContinuousClock.now + pause
        try await eventually("time to kill", within: .seconds(60)) { ContinuousClock.now >= moment }
        _ = Foundation.kill(process, SIGKILL)
        try await eventually("the executor is gone", within: .seconds(30)) {
            try StateLock.holder(in: state)?.pid != process
        }
    }
}

extension Tmux {
    /// Opens the live view with a command, and leaves it as a person does, so that the run goes on in the background.
    ///
    /// - Parameter mark: found nowhere else on the screen.
    func detach(from command: String, mark: String) async throws {
        try await type("\(command); echo \(mark) left with $?")
        try await screen(within: .seconds(30)) { $0.contains("q quit") }
        try await press("q")
        try await screen(within: .seconds(30)) { $0.contains("d detach") }
        try await press("d")
        try await screen(within: .seconds(30)) { $0.contains("\(mark) left with 0") }
    }
}
