import Control
import Delivery
import Foundation
import Journal
import Subprocess
import Values

/// What can happen to a release.
enum ChaosFault: String, CaseIterable, Sendable {
    case killExecutor, stallExecutor, hangUp, interrupt
    case killRouter, stallRouter, killRouterAndExecutor
    case killOneOfStable, killStable, killOneOfCandidate, killCandidate, reboot
    case halt, resume, promote, rollBack, cancel
    case garbageAtTheSocket, watchers

    /// Whether requests fail of it, whoever judges and however well.
    var endsServing: Bool {
        switch self {
        case .killRouter, .stallRouter, .killRouterAndExecutor, .killOneOfStable, .killStable, .killOneOfCandidate,
            .killCandidate, .reboot:
            true
        case .killExecutor, .stallExecutor, .hangUp, .interrupt, .halt, .resume, .promote, .rollBack, .cancel,
            .garbageAtTheSocket, .watchers:
            false
        }
    }

    /// - Parameter executor: the process that carries the release out.
    func strike(_ site: ChaosSite, executor: pid_t) async throws {
        switch self {
        case .killExecutor: kill(executor, SIGKILL)
        case .stallExecutor: try await stall([executor], for: .seconds(3))
        case .hangUp: for _ in 0..<2 { kill(executor, SIGHUP) }
        case .interrupt: kill(executor, SIGINT)
        case .killRouter: try await end(ChaosProcesses(of: site.folder).routers)
        case .stallRouter: try await stall(ChaosProcesses(of: site.folder).routers, for: .seconds(4))
        case .killRouterAndExecutor: try await end(ChaosProcesses(of: site.folder).routers + [executor])
        case .killOneOfStable: try await end(Array(stable(site).prefix(1)))
        case .killStable: try await end(stable(site))
        case .killOneOfCandidate: try await end(Array(candidate(site).prefix(1)))
        case .killCandidate: try await end(candidate(site))
        case .reboot: try await end([executor] + ChaosProcesses(of: site.folder).all.map(\.number))
        case .halt: try await order(site, "halt")
        case .resume: try await order(site, "resume")
        case .promote: try await promote(site)
        case .rollBack: try await order(site, "rollback")
        case .cancel: try await order(site, "cancel")
        case .garbageAtTheSocket: try await writeGarbage(site)
        case .watchers: try await watch(site)
        }
    }

    private func end(_ processes: [pid_t]) { for process in processes { kill(process, SIGKILL) } }

    private func stall(_ processes: [pid_t], for time: Duration) async throws {
        for process in processes { kill(process, SIGSTOP) }
        defer { for process in processes { kill(process, SIGCONT) } }
        try await Task.sleep(for: time)
    }

    private func stable(_ site: ChaosSite) async throws -> [pid_t] {
        let endpoints = try? await site.ledger().stable(in: "production")?.instances.map(\.endpoint)
        return try await ChaosProcesses(of: site.folder).services(at: endpoints ?? [])
    }

    private func candidate(_ site: ChaosSite) async throws -> [pid_t] {
        let endpoints = try? await site.unfinished()?.release?.placedInstances.map(\.endpoint)
        return try await ChaosProcesses(of: site.folder).services(at: endpoints ?? [])
    }

    /// Whether it can be carried out is not asked here: whatever it says, it has to return.
    private func order(_ site: ChaosSite, _ verb: String) async throws {
        _ = try await site.slipway(verb, "--reason", "chaos")
    }

    /// Whoever promotes says which run they mean.
    private func promote(_ site: ChaosSite) async throws {
        guard let run = try? await site.unfinished()?.number else { return }
        _ = try await site.slipway("promote", "\(run.value)", "--reason", "chaos")
    }

    private func writeGarbage(_ site: ChaosSite) async throws {
        let script = """
            import os, socket, sys
            for data in [b"{", os.urandom(4096), b"[" * 100000, b'{"jsonrpc":"2.0","method":"halt"}\\n' * 50, b"\\0" * 70000]:
                with socket.socket(socket.AF_UNIX) as s:
                    s.settimeout(2)
                    try:
                        s.connect(sys.argv[1]); s.sendall(data); s.recv(4096)
                    except OSError:
                        pass
            """
        let socket = "\(site.state)/control.sock"
        _ = try await Subprocess.run(
            .name("python3"), arguments: ["-c", script, socket], output: .discarded, error: .discarded)
    }

    /// Five watch; one of them is stopped for a while.
    private func watch(_ site: ChaosSite) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<5 {
                group.addTask {
                    _ = try await site.slipway("watch", "--output", "plain") { watcher in
                        if number == 0 { try await stall([watcher], for: .seconds(2)) }
                        try await Task.sleep(for: .seconds(1))
                        kill(watcher, SIGKILL)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
