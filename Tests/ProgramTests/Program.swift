import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The built program, run as a user runs it.
enum Program {
    static var path: String { products.appending(path: "slipway").path }

    /// The folder that the build put its programs into.
    static var products: URL {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        return bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
    }

    struct Ending: Sendable {
        /// The exit code; of a program that a signal ended, the signal's number below zero.
        let status: Int32
        let output: String
        let error: String

        /// Each line of the output as a JSON object.
        func objects() throws -> [[String: Any]] {
            try output.split(separator: "\n").map { line in
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            }
        }
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - account: whose process it is to be, where that is not this one's; only root can say so.
    ///   - work: done meanwhile, with the number of the process; when it fails, the program is killed.
    static func run(
        _ arguments: [String], in folder: URL? = nil, variables: [String: String] = [:], as account: String? = nil,
        beside work: (pid_t) async throws -> Void = { _ in }
    ) async throws -> Ending {
        let change = account.map { ["setpriv", "--reuid", $0, "--clear-groups", "--", path] } ?? [path]
        let line = change + arguments
        var failure: (any Error)?
        let result = try await Subprocess.run(
            account == nil ? .path(FilePath(path)) : .name(line[0]), arguments: Arguments(Array(line.dropFirst())),
            environment: .inherit.updating(
                Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) })),
            workingDirectory: folder.map { FilePath($0.path) }, input: .none,
            output: .string(limit: 64 << 20), error: .string(limit: 1 << 20)
        ) { execution in
            do {
                try await work(execution.processIdentifier.value)
            } catch {
                failure = error
                try? execution.send(signal: .kill)
            }
        }
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        let ending = Ending(status: status, output: result.standardOutput, error: result.standardError)
        if let failure { throw WorkBesideFailed(failure: failure, ending: ending) }
        return ending
    }

    /// What was done beside the program failed. What the program said by then tells why, more often than not.
    struct WorkBesideFailed: Error, CustomStringConvertible {
        let failure: any Error
        let ending: Ending

        var description: String {
            "\(failure); the program (\(ending.status)) said: \(ending.output.suffix(4000))\(ending.error.suffix(4000))"
        }
    }
}

/// A folder of a test's own, with a short path, removed at the end.
func withFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = URL(filePath: "/tmp/slipway-\(UUID().uuidString.prefix(8))", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}

extension Program {
    /// Runs git, which must succeed.
    static func git(_ arguments: [String]) async throws -> String {
        let result = try await Subprocess.run(
            .name("git"), arguments: Arguments(arguments), output: .string(limit: 1 << 16),
            error: .combinedWithOutput)
        guard result.terminationStatus.isSuccess else { throw GitFailure(words: result.standardOutput) }
        return result.standardOutput
    }

    /// Makes a repository of a folder, with all that is in it in one commit of Ana's.
    static func makeRepository(of folder: URL, saying title: String) async throws {
        let identity = ["-c", "user.name=Ana", "-c", "user.email=ana@shop.example", "-c", "commit.gpgsign=false"]
        for arguments in [
            ["init", "--quiet", "--initial-branch", "main"], ["add", "."],
            identity + ["commit", "--quiet", "--message", title],
        ] {
            _ = try await git(["-C", folder.path] + arguments)
        }
    }

    private struct GitFailure: Error {
        let words: String
    }
}
