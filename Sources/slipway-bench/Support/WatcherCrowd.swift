import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Many `slipway watch`, each writing what it sees into a file of its own.
struct WatcherCrowd {
    private let files: [URL]
    private let processes: [pid_t]

    /// Lets so many watch while the work is done; they end with the run, or are killed when the work fails.
    static func run<Value: Sendable>(
        _ count: Int, of release: WatchedRelease, in workshop: Workshop, _ work: (WatcherCrowd) async throws -> Value
    ) async throws -> Value {
        let files = (1...count).map { workshop.root.appending(path: "watcher-\($0)") }
        let (started, start) = AsyncStream.makeStream(of: pid_t.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for file in files { group.addTask { try await watch(release, into: file) { start.yield($0) } } }
            var processes: [pid_t] = []
            for await process in started {
                processes.append(process)
                if processes.count == count { break }
            }
            defer { for process in processes { kill(process, SIGKILL) } }
            let crowd = WatcherCrowd(files: files, processes: processes)
            try await crowd.hasCaughtUp()
            return try await work(crowd)
        }
    }

    /// Stops the first of them while the work is done.
    func stoppingOne<Value>(_ work: () async throws -> Value) async throws -> Value {
        guard let process = processes.first else { return try await work() }
        kill(process, SIGSTOP)
        defer { kill(process, SIGCONT) }
        return try await work()
    }

    /// Waits until all have seen the same, or all but the stopped one.
    func hasCaughtUp(exceptOne: Bool = false) async throws {
        try await eventually("all watchers have seen the same", within: .seconds(60)) {
            let sizes = try files.dropFirst(exceptOne ? 1 : 0).map { file in
                try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            }
            return Set(sizes).count == 1 && sizes[0] > 0
        }
    }

    private static func watch(
        _ release: WatchedRelease, into file: URL, begun: @escaping @Sendable (pid_t) -> Void
    ) async throws {
        let output = try FileDescriptor.open(
            FilePath(file.path), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        _ = try await Subprocess.run(
            .path(FilePath(try BenchProgram.slipway)),
            arguments: ["watch", "--output", "json", "--state", release.state.path], input: .none,
            output: .fileDescriptor(output, closeAfterSpawningProcess: true), error: .discarded
        ) { begun($0.processIdentifier.value) }
    }
}
