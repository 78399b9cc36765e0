import Foundation
import Subprocess
import Values

/// A real terminal for one test: a tmux server of its own with one shell in it.
public final class Tmux: Sendable {
    /// Whether there is a tmux to be had.
    public static let isInstalled = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/tmux")
    }

    private let socket = FileManager.default.temporaryDirectory.appending(path: "slipway-\(UUID().uuidString)").path()

    private init() {}

    /// Gives the work a terminal of the given size with a shell in it, which ends with the work.
    public static func withShell(
        columns: Int = 120, rows: Int = 40, _ work: (Tmux) async throws -> Void
    ) async throws {
        let tmux = Tmux()
        do {
            let size = ["-x", "\(columns)", "-y", "\(rows)"]
            try await tmux.run(["new-session", "-d"] + size + ["env PS1='shell> ' /bin/sh"])
            try await tmux.screen { $0.contains("shell>") }
            try await work(tmux)
        } catch {
            try await tmux.end()
            throw error
        }
        try await tmux.end()
    }

    private func end() async throws {
        try await run(["kill-server"])
        try? FileManager.default.removeItem(atPath: socket)
    }

    /// Runs a tmux command and returns its output.
    @discardableResult
    public func run(_ arguments: [String]) async throws -> String {
        // Not Foundation's Process: it waits for a socket that the server tmux starts would inherit.
        let result = try await Subprocess.run(
            .name("tmux"), arguments: Arguments(["-u", "-S", socket, "-f", "/dev/null"] + arguments),
            environment: .inherit.updating(["LC_ALL": "C.UTF-8", "TERM": "xterm-256color"]),
            output: .string(limit: 1 << 20), error: .discarded)
        return result.standardOutput
    }

    /// Types text and presses Enter.
    public func type(_ line: String) async throws {
        try await run(["send-keys", "-l", line])
        try await run(["send-keys", "Enter"])
    }

    /// Presses keys by tmux's names.
    public func press(_ keys: String...) async throws {
        try await run(["send-keys"] + keys)
    }

    /// The screen as soon as it satisfies the condition.
    ///
    /// - Throws: `ScreenNeverCame` after `limit`, with what was there instead.
    @discardableResult
    public func screen(
        within limit: Duration = .seconds(10), until condition: (String) -> Bool
    ) async throws -> String {
        let deadline = ContinuousClock.now + limit
        var text = ""
        repeat {
            text = try await run(["capture-pane", "-p"])
            if condition(text) { return text }
            try await Task.sleep(for: .milliseconds(20))
        } while ContinuousClock.now < deadline
        throw ScreenNeverCame(screen: text)
    }
}

/// A screen was waited for in vain.
public struct ScreenNeverCame: Error, CustomStringConvertible {
    /// What was on the screen at last.
    public let screen: String

    public var description: String { "the screen never came; there was:\n\(screen)" }
}
