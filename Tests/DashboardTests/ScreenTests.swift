import Foundation
import Subprocess
import SlipwayTesting
import Testing

@testable import Dashboard

/// The real program in a real terminal.
@Suite(.enabled(if: Tmux.isInstalled)) struct ScreenTests {
    /// The program is built next to the tests.
    private static var probe: String {
        let beside = [Bundle.main.bundlePath, CommandLine.arguments[0]].map { URL(filePath: $0) }
            .flatMap {
                [$0, $0.deletingLastPathComponent(), $0.deletingLastPathComponent().deletingLastPathComponent()]
            }
        let checkout = URL(filePath: #filePath).appending(path: "../../../.build/debug").standardized
        return (beside + [checkout]).map { $0.appending(path: "TerminalProbe").path() }
            .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "TerminalProbe"
    }

    /// Runs the probe in the shell of a terminal. Its process number is shown first, for signals.
    private func withProbe(
        _ mode: String = "keys", setting: String = "", _ work: (Tmux) async throws -> Void
    ) async throws {
        try await Tmux.withShell { tmux in
            try await tmux.type("clear; \(setting) \(Self.probe) \(mode); echo status=$?")
            try await tmux.screen { $0.hasPrefix("ready 120×40 中é") }
            try await work(tmux)
        }
    }

    /// The shell has its terminal back: its own screen, lines with echo, a visible cursor.
    private func expectRestored(_ tmux: Tmux, location: SourceLocation = #_sourceLocation) async throws {
        try await tmux.type("stty -a")
        let modes = try await tmux.screen { $0.contains("iexten") }.split { " ;\n".contains($0) }
        for mode in ["echo", "icanon", "isig", "icrnl", "opost"] {
            #expect(modes.contains(Substring(mode)), "\(mode) is off", sourceLocation: location)
        }
        let flags = try await tmux.run([
            "display-message", "-p", "#{alternate_on} #{cursor_flag} #{keypad_cursor_flag}",
        ])
        #expect(flags == "0 1 0\n", sourceLocation: location)
    }

    private func processNumber(_ tmux: Tmux) async throws -> Int32 {
        let shell = try await tmux.run(["display-message", "-p", "#{pane_pid}"]).trimmingCharacters(
            in: .whitespacesAndNewlines)
        let children = try await Subprocess.run(
            .name("pgrep"), arguments: ["-P", shell], output: .string(limit: 4096), error: .discarded)
        return try #require(children.standardOutput.split(separator: "\n").compactMap { Int32($0) }.last)
    }

    @Test func keysArrive() async throws {
        try await withProbe { tmux in
            try await tmux.press("Up")
            try await tmux.press("Escape")
            try await tmux.screen { $0.contains("Up= Esc=") }
            try await tmux.press("é", "中", "PPage", "BTab", "F5", "C-c", "BSpace", "Tab")
            try await tmux.screen { $0.contains("é= 中= PgUp= Shift-Tab= F5= Ctrl-C= Backspace= Tab=") }
            try await tmux.press("q")
            try await tmux.screen { $0.contains("status=0") }
            try await expectRestored(tmux)
        }
    }

    @Test func pasteIsOneKey() async throws {
        try await withProbe { tmux in
            try await tmux.run(["set-buffer", "qqq 中"])
            try await tmux.run(["paste-buffer", "-p"])
            try await tmux.screen { $0.contains("Paste=<qqq 中>") }
        }
    }

    @Test func answersOfTheTerminalAreNoKeys() async throws {
        try await withProbe { tmux in
            try await tmux.run(["send-keys", "-H", "1b", "5b", "3f", "36", "32", "71"])
            try await tmux.run(["send-keys", "-H", "ff", "fe"])
            try await tmux.press("x")
            try await tmux.screen { $0.contains("keys: x=") }
        }
    }

    @Test func resizesAreNoticedWithoutAKey() async throws {
        try await withProbe { tmux in
            try await tmux.run(["resize-window", "-x", "90", "-y", "20"])
            try await tmux.screen { $0.hasPrefix("ready 90×20") && $0.contains("Resize=90×20") }
            try await tmux.run(["resize-window", "-x", "2", "-y", "1"])
            try await tmux.run(["resize-window", "-x", "100", "-y", "30"])
            try await tmux.screen { $0.hasPrefix("ready 100×30") }
        }
    }

    @Test(arguments: [(SIGSEGV, 139), (SIGABRT, 134), (SIGTERM, 143), (SIGHUP, 129)])
    func signalsRestoreTheTerminal(signal: Int32, status: Int) async throws {
        // Else Swift's backtracer sees the signal next, and asks what to do.
        try await withProbe(setting: "SWIFT_BACKTRACE=enable=no") { tmux in
            #expect(kill(try await processNumber(tmux), signal) == 0)
            let text = try await tmux.screen { $0.contains("status=") }
            #expect(text.contains("status=\(status)"))
            #expect(!text.contains("ready"), "the alternate screen is still shown")
            try await expectRestored(tmux)
        }
    }

    @Test func aTrapRestoresTheTerminalAndShowsItsMessage() async throws {
        try await withProbe(setting: "SWIFT_BACKTRACE=enable=no") { tmux in
            try await tmux.press("!")
            let text = try await tmux.screen { $0.contains("status=1") }
            #expect(text.contains("Index out of range"))
            try await expectRestored(tmux)
        }
    }

    @Test func aRequestToEndIsLeftToTheProgram() async throws {
        try await withProbe("orderly") { tmux in
            try await tmux.press("e")
            try await tmux.screen { $0.contains("e=") }
            #expect(kill(try await processNumber(tmux), SIGTERM) == 0)
            let text = try await tmux.screen { $0.contains("status=0") }
            #expect(text.contains("orderly end after terminate; kept: note on standard error"))
            try await expectRestored(tmux)
        }
    }

    @Test func standardErrorDoesNotGarble() async throws {
        try await withProbe { tmux in
            try await tmux.press("e")
            let during = try await tmux.screen { $0.contains("e=") }
            #expect(!during.contains("note on standard error"))
            try await tmux.press("q")
            try await tmux.screen { $0.contains("kept: note on standard error") }
        }
    }

    @Test func itOpensAgain() async throws {
        try await withProbe { tmux in
            try await tmux.press("r")
            try await tmux.screen { $0.contains("keys: reopened") }
            try await tmux.press("Down")
            try await tmux.screen { $0.contains("reopened Down=") }
            try await tmux.run(["resize-window", "-x", "90", "-y", "20"])
            try await tmux.screen { $0.hasPrefix("ready 90×20") }
        }
    }

    @Test(arguments: [
        ("TERM=dumb", "the terminal type TERM=dumb cannot move its cursor"),
        ("TERM=nonsense", "the terminal database does not know TERM=nonsense"), ("TERM=", "TERM is not set"),
        ("echo |", "standard input is not a terminal"),
    ])
    func unfitTerminalsAreExplained(setting: String, message: String) async throws {
        try await Tmux.withShell { tmux in
            try await tmux.type("\(setting) \(Self.probe) keys; echo status=$?")
            let text = try await tmux.screen { $0.contains("status=2") }
            #expect(text.replacing("\n", with: "").contains(message))
        }
    }

    @Test(arguments: ["TERM=vt100", "TERM=xterm", "TERM=tmux-256color", "NO_COLOR=1", "COLORTERM=truecolor"])
    func otherTerminalsWork(setting: String) async throws {
        try await withProbe(setting: setting) { tmux in
            try await tmux.press("Left")
            try await tmux.screen { $0.contains("Left=") }
            try await tmux.press("q")
            try await tmux.screen { $0.contains("status=0") }
        }
    }

    @Test func withoutUTF8TheScreenIsASCII() async throws {
        try await Tmux.withShell { tmux in
            try await tmux.type("LC_ALL=C \(Self.probe) keys")
            try await tmux.screen { $0.hasPrefix("ready 120?40 ? ?") }
        }
    }
}
