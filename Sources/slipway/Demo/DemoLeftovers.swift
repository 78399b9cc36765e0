import Delivery
import Hosts
import Platforms
import Fleet
import Foundation
import Journal
import StateDirectory
import Values

/// What a demo left whose executor was killed: the shop, its router, customers.
enum DemoLeftovers {
    /// Ends it, in one state directory or in all that demos made for themselves.
    ///
    /// - Throws: `CommandFailure` when there is no such directory, or a demo still works in one.
    static func takeDown(state: String?) async throws {
        let directories = try state.map { [try existing($0)] } ?? made()
        if directories.isEmpty {
            let folder = FileManager.default.temporaryDirectory.path
            StandardStream.output.write(
                "no demo has left anything in \(folder); one that was begun with --state is ended with the same --state"
            )
        }
        for directory in directories { try await takeDown(directory) }
    }

    private static func existing(_ path: String) throws -> URL {
        guard FileManager.default.fileExists(atPath: StateDirectory(path: path).journal) else {
            throw CommandFailure(.usage, "there is no demo in \(path)")
        }
        let directory = URL(filePath: StateDirectory(path: path).path, directoryHint: .isDirectory)
        guard DemoState.isDemo(directory) else {
            throw CommandFailure(.usage, "\(path) is no demo's: nothing in it is taken down")
        }
        return directory
    }

    /// Directories of this account's own; others' are theirs to take down.
    private static func made() throws -> [URL] {
        let folder = FileManager.default.temporaryDirectory
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return names.filter { $0.hasPrefix(DemoState.prefix) }.map {
            folder.appending(path: $0, directoryHint: .isDirectory)
        }.filter { directory in
            var status = stat()
            return lstat(directory.path, &status) == 0 && status.st_uid == geteuid()
                && FileManager.default.fileExists(atPath: directory.appending(path: "environments").path)
        }
    }

    private static func takeDown(_ directory: URL) async throws {
        let state = StateDirectory(path: directory.path)
        if let holder = try StateLock.holder(in: state) {
            throw CommandFailure(.failed, "a demo is at work in \(state.path) (\(holder)); end it there")
        }
        // Customers go first, so that none meets a closed door.
        var left = await sendCustomersHome(from: directory)
        left += await HostPlatforms(state: state, now: { .now }).dismantle(["production"])
        // By what would be tidied up it can be found.
        guard left.isEmpty else { throw CommandFailure(.errored, sentences(of: left, in: state.path)) }
        DemoState(existing: directory).tidy()
        StandardStream.output.write("taken down: \(state.path)")
    }

    private static func sendCustomersHome(from directory: URL) async -> [Problem] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        var left: [Problem] = []
        for visit in names where visit.hasPrefix("visit-") {
            let customers = DurableCommand(directory: directory.appending(path: visit))
            do { try await customers.cancel(grace: .seconds(5)) } catch {
                left.append(Problem(what: "the customers of \(visit)", why: "\(error)"))
            }
        }
        return left
    }

    /// What may still run, and what to do about it.
    static func sentences(of left: [Problem], in state: String) -> [String] {
        left.map { "this could not be taken down: \($0)" } + ["try again: slipway demo --take-down --state \(state)"]
    }
}
