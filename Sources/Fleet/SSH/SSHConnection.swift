import Delivery
import Foundation
import Subprocess
import Posix
import Values

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Runs scripts on one host through OpenSSH's `ssh`, over one connection where it can be shared.
struct SSHConnection: Sendable {
    let address: SSHAddress
    let options: SSHOptions

    /// What a script finds on its standard input.
    enum Input {
        case nothing
        case bytes([UInt8])
        case file(String)
        /// Nothing, and its end when the connection breaks, the caller is cancelled or this process dies.
        case tether
    }

    /// As the pipeline file calls it.
    var host: String { HostAddress.ssh(address).written }

    /// Runs a script to its end and returns its answer.
    ///
    /// - Parameters:
    ///   - limit: the longest answer that is taken, in bytes.
    ///   - isOneLine: whether the first line is the whole answer; what still runs then is left alone.
    /// - Throws: ``SSHError``, ``SystemCallError`` or `CancellationError`.
    func run(
        _ script: RemoteScript, _ arguments: [String] = [], input: Input = .nothing, limit: Int = 64 << 10,
        isOneLine: Bool = false
    ) async throws -> [UInt8] {
        let line = options.arguments(to: address) + [script.line(arguments)]
        let ending = try await launch(line, input: input) { output in
            output.count <= limit
                && !(isOneLine && RemoteScript.answer(in: output)?.contains(UInt8(ascii: "\n")) == true)
        }
        if ending.output.count > limit {
            throw SSHError.unreadable(host: host, purpose: script.purpose, answer: "more than \(limit) bytes")
        }
        let answer = RemoteScript.answer(in: ending.output)
        if isOneLine, let answer, answer.contains(UInt8(ascii: "\n")) { return answer }
        return try check(ending, of: script, answer)
    }

    private func check(_ ending: Ending, of script: RemoteScript, _ answer: [UInt8]?) throws -> [UInt8] {
        switch ending.status {
        case .exited(0):
            if let answer { return answer }
            let text = String(decoding: ending.output, as: UTF8.self)
            throw SSHError.unreadable(host: host, purpose: script.purpose, answer: text)
        // Slipway's scripts never end with 255: it is `ssh` that says so, in its own cause.
        case .exited(255), .signaled:
            throw SSHError.unreachable(host: host, words: ending.message)
        case .exited(let code):
            throw SSHError.failed(host: host, purpose: script.purpose, status: code, message: ending.message)
        }
    }

    /// What `ssh` makes of its configuration for this host, by lower-case keyword; asks nobody.
    func settings() async throws -> [String: String] {
        let ending = try await launch(options.arguments(to: address, ["-G"]), input: .nothing) { $0.count < 1 << 20 }
        guard ending.status.isSuccess else { throw SSHError.unreachable(host: host, words: ending.message) }
        let lines = String(decoding: ending.output, as: UTF8.self).split(separator: "\n")
        return Dictionary(
            lines.map { $0.split(separator: " ", maxSplits: 1).map(String.init) }.filter { $0.count == 2 }
                .map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    }

    /// Ends the shared connection, if there is one.
    func close() async {
        guard FileManager.default.fileExists(atPath: options.controlDirectory.path) else { return }
        _ = try? await launch(options.arguments(to: address, ["-O", "exit"]), input: .nothing) { _ in true }
    }

    private struct Ending {
        let status: TerminationStatus
        let output: [UInt8]
        /// The last lines of standard error.
        let message: String
    }

    private func launch(
        _ arguments: [String], input: Input, wantsMore: ([UInt8]) -> Bool
    ) async throws -> Ending {
        try Task.checkCancellation()
        try PrivateFile.makeDirectory(options.controlDirectory.path)
        switch input {
        case .nothing: return try await launch(arguments, .none, wantsMore)
        case .bytes(let bytes):
            // Written by swift-subprocess itself, the process would end when ssh does before it has read everything.
            let file = try UnnamedFile.holding(bytes, in: options.controlDirectory).release()
            return try await launch(arguments, Self.input(file), wantsMore)
        case .file(let path):
            let file = try OwnedDescriptor(opening: path, O_RDONLY).release()
            return try await launch(arguments, Self.input(file), wantsMore)
        case .tether:
            let (reader, writer) = try FileDescriptor.pipe()
            defer { try? writer.close() }
            return try await launch(arguments, Self.input(reader.rawValue), wantsMore)
        }
    }

    private static func input(_ descriptor: Int32) -> FileDescriptorInput {
        .fileDescriptor(FileDescriptor(rawValue: descriptor), closeAfterSpawningProcess: true)
    }

    private func launch(
        _ arguments: [String], _ input: some InputProtocol, _ wantsMore: ([UInt8]) -> Bool
    ) async throws -> Ending {
        var platform = PlatformOptions()
        // Ctrl-C in a terminal is for Slipway alone.
        platform.createSession = true
        do {
            try Descriptors.verifyRoom()
            let result = try await Subprocess.run(
                .name("ssh"), arguments: Arguments(arguments),
                workingDirectory: FilePath(options.controlDirectory.path), platformOptions: platform, input: input,
                output: .sequence, error: .string(limit: 64 << 10)
            ) { execution in
                var output: [UInt8] = []
                for try await chunk in execution.standardOutput {
                    chunk.withUnsafeBytes { output.append(contentsOf: $0) }
                    guard wantsMore(output) else {
                        try? execution.send(signal: .terminate)
                        break
                    }
                }
                return output
            }
            try Task.checkCancellation()
            return Ending(
                status: result.terminationStatus, output: result.closureResult,
                message: Self.lastLines(of: result.standardError))
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            try Task.checkCancellation()
            throw SSHError.unreachable(host: host, words: "it said more than 64 KiB besides its answer")
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw SSHError.noClient(reason: "\(error)")
        }
    }

    /// The end of it, in one line, without what a terminal would act on: the other end may have written it.
    private static func lastLines(of text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map(readable)
        return String(lines.filter { !$0.isEmpty }.suffix(3).joined(separator: "; ").prefix(500))
    }

    /// One line from outside as a person can read it, bounded and without control characters.
    static func readable(_ line: some StringProtocol) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: line.unicodeScalars.lazy.filter { !$0.isInvisible }.prefix(500))
        return String(text).trimmingCharacters(in: .whitespaces)
    }
}
