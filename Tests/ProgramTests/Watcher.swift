import Foundation
import SlipwayTesting
import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// One `slipway watch`, or another command that follows runs, which writes what it sees into a file.
final class Watcher: Sendable {
    private let file: URL
    private let state: String
    private let command: [String]
    private let process = Mutex<pid_t?>(nil)
    private let ending = Mutex<TerminationStatus?>(nil)

    init(file: URL, state: String, command: [String] = ["watch"]) {
        self.file = file
        self.state = state
        self.command = command
    }

    /// Watches the run to its end: the latest one, where the command names none.
    func watch() async throws {
        let output = try FileDescriptor.open(
            FilePath(file.path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        let result = try await Subprocess.run(
            .path(FilePath(Program.path)),
            arguments: Arguments(command + ["--output", "json", "--state", state]), input: .none,
            output: .fileDescriptor(output, closeAfterSpawningProcess: true), error: .discarded
        ) { execution in
            process.withLock { $0 = execution.processIdentifier.value }
        }
        ending.withLock { $0 = result.terminationStatus }
    }

    /// Its exit code; `nil` while it watches.
    var status: Int32? {
        guard case .exited(let code)? = ending.withLock({ $0 }) else { return nil }
        return code
    }

    var seen: String { get throws { try String(contentsOf: file, encoding: .utf8) } }

    /// The number of the last event that it has written down whole; 0 before the first.
    var lastSeen: Int64 {
        get throws {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            let size = try handle.seekToEnd()
            try handle.seek(toOffset: size - min(size, 16 << 10))
            let lines = (try handle.readToEnd() ?? Data()).split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            guard lines.count > 1 else { return 0 }
            let event = try JSONSerialization.jsonObject(with: lines[lines.count - 2]) as? [String: Any]
            return (event?["seq"] as? NSNumber)?.int64Value ?? 0
        }
    }

    /// Waits until it has written down an event.
    func hasSeen(_ sequence: Int64) async throws {
        try await eventually("\(file.lastPathComponent) has seen event \(sequence)", within: .seconds(60)) {
            FileManager.default.fileExists(atPath: file.path) ? try lastSeen >= sequence : false
        }
    }

    /// Stops the process where it is.
    func stop() { send(SIGSTOP) }

    func goOn() { send(SIGCONT) }

    private func send(_ signal: Int32) {
        guard let process = process.withLock({ $0 }) else { return }
        _ = kill(process, signal)
    }
}
