import Dashboard
import Delivery
import Foundation
import Journal
import StateDirectory
import Values

/// Tells whether somebody carries a run out, from whether an executor answers and whether one holds the directory.
///
/// Between two executors, as when a person leaves the screen with `d`, there is none for a moment: that is no reason yet
/// to say that nobody carries the run out.
struct ExecutorAbsence: Sendable {
    private let state: StateDirectory
    private let remedy: String
    /// When it was first seen that nobody holds the directory.
    private var since: ContinuousClock.Instant?
    private(set) var contact: RunContact

    private static let patience = Duration.seconds(2)

    /// - Parameter isCertain: whether it was seen before that nobody carries the run out.
    init(of run: RunNumber, in state: StateDirectory, isCertain: Bool = false) {
        self.state = state
        let folder = FileManager.default.currentDirectoryPath + "/"
        let path = state.path.hasPrefix(folder) ? String(state.path.dropFirst(folder.count)) : state.path
        remedy = "slipway run --continue" + (path == ".slipway" ? "" : " --state \(path)")
        contact = isCertain ? .abandoned(since: .now, remedy: remedy) : .kept
        since = isCertain ? .now - Self.patience : nil
    }

    /// What is known after an executor was looked for.
    mutating func take(executorAnswers: Bool) -> RunContact {
        guard !executorAnswers else {
            since = nil
            contact = .kept
            return contact
        }
        guard !isHeld else {
            since = nil
            contact = .lost
            return contact
        }
        let began = since ?? .now
        since = began
        if ContinuousClock.now < began + Self.patience {
            contact = .lost
        } else if contact.abandonedSince == nil {
            contact = .abandoned(since: .now, remedy: remedy)
        }
        return contact
    }

    /// One that holds the directory is there, whatever it says; and what can't be looked at may be held.
    private var isHeld: Bool {
        do { return try StateLock.holder(in: state) != nil } catch { return true }
    }
}
