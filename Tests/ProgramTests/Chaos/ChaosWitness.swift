import Delivery
import Foundation
import Judge
import Subprocess
import Values

/// Holds what is recorded against what users get, and against what runs.
struct ChaosWitness {
    let site: ChaosSite

    func disagreements(_ plan: ChaosPlan, run: RunState?) async throws -> [String] {
        let stable = try await site.ledger().stable(in: "production")
        var problems = try await troubles(of: stable)
        // A version that crashes may do so between two questions.
        for _ in 0..<5 where !problems.isEmpty {
            try await Task.sleep(for: .seconds(1))
            problems = try await troubles(of: stable)
        }
        if plan.behaviour != .good, let run, run.result == .succeeded, run.release?.isPromotedByPolicy == true {
            problems.append("a \(plan.behaviour) candidate was promoted by itself")
        }
        return problems + (try await strangers(besides: stable))
    }

    private func troubles(of stable: Deployment?) async throws -> [String] {
        guard let stable else { return [] }
        let status = try await site.slipway("status").output
        let problems = try await answers(of: stable, status)
        let isNamed = status.contains(stable.artifact.version)
        return isNamed ? problems : problems + ["status does not name \(stable.artifact.version): \(status)"]
    }

    /// Whether what is in service is good, and every instance of it answers, and the router does.
    func isWhole() async throws -> Bool {
        guard let stable = try await site.ledger().stable(in: "production"), site.isGood(stable.artifact.version) else {
            return false
        }
        var answers = try await Self.versions(at: site.port, asking: 10)
        for instance in stable.instances { answers += try await Self.versions(at: instance.endpoint.port) }
        return answers.allSatisfy { $0 == stable.artifact.version }
    }

    /// Each instance in service gives the version that is recorded, and so does the router; otherwise it is said.
    private func answers(of stable: Deployment, _ status: String) async throws -> [String] {
        let version = stable.artifact.version
        var versions: [String?] = []
        for instance in stable.instances { versions += try await Self.versions(at: instance.endpoint.port) }
        let good = versions.filter { $0 == version }.count
        var problems: [String] = []
        if let other = versions.compactMap({ $0 }).first(where: { $0 != version }) {
            problems.append("an instance in service answers \(other), recorded is \(version)")
        }
        if good < versions.count, !status.contains("\(good) of \(versions.count)") {
            problems.append("\(good) of \(versions.count) instances answer, and status says: \(status)")
        }
        guard good > 0 else { return problems }
        let served = Set(try await Self.versions(at: site.port, asking: 20).map { $0 ?? "nothing" })
        let expected: Set<String> = good == versions.count ? [version] : [version, "nothing"]
        if !served.isSubset(of: expected), !(served == ["nothing"] && status.contains("router")) {
            problems.append("users get \(served.sorted()), recorded is \(version): \(status)")
        }
        return problems
    }

    /// Nothing of a version that is not in service is left running.
    private func strangers(besides stable: Deployment?) async throws -> [String] {
        let ports = Set((stable?.instances ?? []).map(\.endpoint.port))
        var left: [String] = []
        for _ in 0..<50 {
            left = try await ChaosProcesses(of: site.folder).services.map(\.command).filter { command in
                guard let port = command.firstMatch(of: #/serve --port (\d+) /#).flatMap({ Int($0.1) }) else {
                    return false
                }
                return !ports.contains(port)
            }
            if left.isEmpty { return [] }
            try await Task.sleep(for: .milliseconds(100))
        }
        return ["still running: \(left.map { $0.prefix(200) })"]
    }

    /// The versions that answer at a port of this machine, one for each of several requests; `nil` for no answer.
    private static func versions(at port: Int, asking count: Int = 1) async throws -> [String?] {
        let result = try await Subprocess.run(
            .name("curl"),
            arguments: ["-s", "-m", "3", "-D", "-", "-o", "/dev/null", "http://127.0.0.1:\(port)/?[1-\(count)]"],
            output: .string(limit: 1 << 20), error: .discarded)
        let answers = result.standardOutput.components(separatedBy: "HTTP/1.1 ").dropFirst()
        let versions = answers.map { answer in
            answer.firstMatch(of: /(?i)x-shop-version: (\S+)/).map { String($0.1) }
        }
        return versions + Array(repeating: nil, count: max(0, count - versions.count))
    }
}

extension ReleaseState {
    /// Whether no person had a part in its success.
    fileprivate var isPromotedByPolicy: Bool { isPromoted && verdict == .healthy }
}
