import Delivery
import Foundation

/// What is on the disk of runs, whatever the journal says.
extension StateDirectory {
    /// The highest number of a run that a step or an instance was started for. Both are recorded before they happen.
    package var highestRunBegun: RunNumber? { [highestRunWithSteps, highestRunWithInstances].compactMap { $0 }.max() }

    /// The directories of environments that anything was ever set up for.
    public var environmentDirectories: [String] {
        Self.entries("\(path)/environments").sorted().map { "\(path)/environments/\($0)" }
    }

    /// A source is fetched before its run begins, so that alone says nothing.
    private var highestRunWithSteps: RunNumber? {
        Self.entries("\(path)/runs").compactMap(Int.init).filter { run in
            Self.entries("\(path)/runs/\(run)").contains { $0 != "source" }
        }.max().map { RunNumber($0) }
    }

    private var highestRunWithInstances: RunNumber? {
        let hosts = environmentDirectories.flatMap { environment in
            [environment] + Self.entries("\(environment)/hosts").map { "\(environment)/hosts/\($0)" }
        }
        let slots = hosts.flatMap { host in Self.entries("\(host)/run").map { "\(host)/run/\($0)" } }
        return slots.flatMap(Self.entries).compactMap(Self.run).max()
    }

    /// The run in `run-RUN-ATTEMPT`, in `RUN-ATTEMPT` of earlier programs, or in a name that begins like one of them.
    package static func run(ofAttempt name: String) -> RunNumber? {
        let name = name.hasPrefix("run-") ? name.dropFirst(4) : Substring(name)
        let parts = name.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let run = Int(parts[0]), run > 0, parts[1].first?.isNumber == true else { return nil }
        return RunNumber(run)
    }

    private static func entries(_ directory: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }
}
