import Delivery
import Foundation
import Posix
import Values

/// The directory that holds all that Slipway remembers (`--state`, usually `.slipway/`), and what is where in it.
public struct StateDirectory: Hashable, Sendable {
    /// Absolute, so that it stays the same place for every process.
    public let path: String

    /// - Parameter path: Absolute, or relative to the working directory.
    public init(path: String) {
        self.path = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL.path
    }

    /// The events: an SQLite database.
    public var journal: String { "\(path)/journal.sqlite" }
    /// The number of the last event in it, beside it: a journal that lost its end doesn't know.
    public var journalHead: String { "\(path)/journal.head" }
    /// Says which executor works here.
    public var executorLock: String { "\(path)/executor.lock" }
    /// Where the executor listens for commands from other processes.
    public var controlSocket: String { "\(path)/control.sock" }

    /// The artifacts of all runs, by their digests.
    public var artifacts: String { "\(path)/artifacts" }

    /// What belongs to one run: its workspace and the output of its steps.
    public func run(_ number: RunNumber) -> String { "\(path)/runs/\(number.value)" }

    /// Where the command of a run's step has its files, what it printed among them.
    ///
    /// - Parameter attempt: counts from 1.
    public func step(_ step: StepID, attempt: Int = 1, of number: RunNumber) -> String {
        "\(run(number))/\(step.stage)-\(step.index + 1)" + (attempt > 1 ? ".\(attempt)" : "")
    }

    /// What belongs to one environment: releases, instances and the router's files.
    public func environment(_ name: EnvironmentName) -> String {
        "\(path)/environments/\(Self.fileName(name.rawValue))"
    }

    /// Makes the directory, for its owner only, unless it exists.
    ///
    /// - Throws: ``StateDirectoryError`` when that is impossible, or it can't be written to.
    public func prepare() throws(StateDirectoryError) {
        try Self.make(path)
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            throw StateDirectoryError(.notWritable, path: path, detail: SystemCallError.reason(of: errno))
        }
    }

    /// Makes the directory of a run, and gives its path.
    ///
    /// - Throws: ``StateDirectoryError`` when that is impossible.
    public func prepare(run number: RunNumber) throws(StateDirectoryError) -> String {
        try Self.make(run(number))
    }

    /// Makes the directory of a run that is about to begin, and gives its path. What somebody left there who could not
    /// begin it, such as half of a source, is removed.
    ///
    /// - Throws: ``StateDirectoryError`` when that is impossible.
    public func prepareAnew(run number: RunNumber) throws(StateDirectoryError) -> String {
        removeFiles(of: number)
        return try prepare(run: number)
    }

    /// Makes the directory of a run that is about to begin, and gives the path in it for the run's source, where nothing is.
    ///
    /// - Throws: ``StateDirectoryError`` when that is impossible.
    public func prepareWorkspace(of number: RunNumber) throws(StateDirectoryError) -> String {
        _ = try prepareAnew(run: number)
        return source(of: number)
    }

    /// Where a run has its source, if that was taken for it alone.
    private func source(of number: RunNumber) -> String { "\(run(number))/source" }

    /// The runs that have a source of their own.
    public var runsWithSource: [RunNumber] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/runs")) ?? []
        return names.compactMap(Int.init).map { RunNumber($0) }.sorted().filter { !sources(of: $0).isEmpty }
    }

    /// Removes the source that was taken for a run alone, and what was begun of it. What can't be removed stays.
    public func removeSource(of number: RunNumber) {
        for path in sources(of: number) { try? FileManager.default.removeItem(atPath: path) }
    }

    private func sources(of number: RunNumber) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: run(number))) ?? []
        return names.filter { $0 == "source" || $0.hasPrefix("source.taking-") }.map { "\(run(number))/\($0)" }
    }

    /// Removes what a run left: its workspace and the output of its steps. What can't be removed stays.
    public func removeFiles(of number: RunNumber) {
        try? FileManager.default.removeItem(atPath: run(number))
    }

    /// Makes the directory of an environment, and gives its path.
    ///
    /// - Throws: ``StateDirectoryError`` when that is impossible.
    public func prepare(environment name: EnvironmentName) throws(StateDirectoryError) -> String {
        try Self.make(environment(name))
    }

    @discardableResult
    private static func make(_ path: String) throws(StateDirectoryError) -> String {
        switch try FileKind.of(path) {
        case .directory: return path
        case .file, .other: throw StateDirectoryError(.notADirectory, path: path)
        case .nothing: break
        }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StateDirectoryError(.notWritable, path: path, detail: error.localizedDescription)
        }
        return path
    }

    /// A name as one component of a path: no two names share one, and none leads elsewhere.
    private static func fileName(_ name: String) -> String {
        let text = name.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
        return text.hasPrefix(".") ? "%2E" + text.dropFirst() : text.isEmpty ? "%" : text
    }

    private static let plain = CharacterSet(
        charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
}
