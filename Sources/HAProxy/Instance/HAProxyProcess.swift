import Foundation
import Subprocess
import Posix

/// A process that may be an HAProxy started from one configuration file.
///
/// Process ids are given out again, so a number alone proves nothing: it counts only while the process's arguments
/// name that file.
struct HAProxyProcess: Hashable, Sendable {
    let processIdentifier: Int32
    let configuration: String

    /// The process that a file with a process id names; `nil` when there is none or it is not one of ours.
    static func named(in file: String, configuration: String) async -> HAProxyProcess? {
        guard let text = RouterFile.read(file), let number = Int32(text.prefix { $0.isNumber }), number > 1
        else { return nil }
        let process = HAProxyProcess(processIdentifier: number, configuration: configuration)
        return await process.isAlive() ? process : nil
    }

    /// Whether it runs; a process that has ended but wasn't waited for does not.
    func isAlive() async -> Bool {
        guard kill(processIdentifier, 0) == 0 || errno == EPERM else { return false }
        return await commandLine().contains(configuration)
    }

    /// Ends it at once, by force if it doesn't within a few seconds, and returns when it is gone.
    ///
    /// - Throws: `HAProxyError.stillRunning`.
    func terminate() async throws(HAProxyError) {
        for signal in [SIGTERM, SIGKILL] {
            guard await isAlive() else { return }
            kill(processIdentifier, signal)
            if await Poll.until(within: .seconds(5), { await !isAlive() }) { return }
        }
        throw .stillRunning(processIdentifier: processIdentifier)
    }

    #if os(Linux)
        private func commandLine() async -> String {
            guard let file = FileHandle(forReadingAtPath: "/proc/\(processIdentifier)/cmdline") else { return "" }
            defer { try? file.close() }
            guard let data = try? file.read(upToCount: 1 << 16) else { return "" }
            return String(decoding: data, as: UTF8.self)
        }
    #else
        private func commandLine() async -> String {
            guard (try? Descriptors.verifyRoom()) != nil else { return "" }
            let result = try? await Subprocess.run(
                .path("/bin/ps"), arguments: ["-ww", "-o", "command=", "-p", String(processIdentifier)],
                output: .string(limit: 1 << 16), error: .discarded)
            return result?.standardOutput ?? ""
        }
    #endif
}
