import Delivery
import Fleet
import Foundation
import SlipwayTesting
import StateDirectory
import Testing
import Values

@testable import Hosts

/// What old instances printed goes with their run; what serves or runs stays.
@Suite(.serialized, .timeLimit(.minutes(1))) struct InstanceRemainsTests {
    private let state: TemporaryState

    init() throws { state = try TemporaryState() }

    private func group() throws -> HostGroup {
        HostGroup(directory: URL(filePath: try state.directory.prepare(environment: "production")), variables: [:])
    }

    private func id(_ run: Int, _ index: Int = 0) -> InstanceID {
        InstanceID(run: RunNumber(run), host: .local, slot: .blue, index: index)
    }

    private func start(_ id: InstanceID, _ script: String, in group: HostGroup) async throws -> ServiceInstance {
        let instance = try await group.instance(id)
        let folder = URL(filePath: state.directory.path)
        _ = try await instance.start(
            ServiceSpecification(start: script, in: folder, environment: ["PATH": "/usr/bin:/bin"], port: 1))
        try Data().write(to: group.portNote(of: group.place(of: id), on: .local))
        return instance
    }

    private func isThere(_ id: InstanceID, in group: HostGroup) -> Bool {
        let place = group.local.layout.run(group.place(of: id))
        let files = FileManager.default
        #expect(
            files.fileExists(atPath: place.path)
                == files.fileExists(atPath: place.appendingPathExtension("port").path))
        return files.fileExists(atPath: place.path)
    }

    @Test func onlyWhatEndedAndIsForgottenGoes() async throws {
        let group = try group()
        for run in 1...3 { _ = try await start(id(run), "echo \(run)", in: group).exit }
        let running = try await start(id(1, 1), "exec sleep 300", in: group)
        var ledger = Ledger()
        let serving = Deployment(
            artifact: Artifact(
                digest: try #require(Digest(String(repeating: "a", count: 64))), version: "2",
                size: ByteCount(bytes: 1)),
            slot: .blue, run: RunNumber(2),
            instances: [PlacedInstance(id: id(2), endpoint: Endpoint(address: "127.0.0.1", port: 1))], check: nil)
        ledger.apply(
            .release("production", .promoted(deployment: serving)), run: RunNumber(2), at: Timestamp(milliseconds: 0))
        let remains = InstanceRemains(state: state.directory, variables: [:])
        #expect(await remains.remove(of: [RunNumber(1), RunNumber(2)], knowing: ledger) == [])
        #expect(!isThere(id(1), in: group), "it had ended")
        #expect(isThere(id(1, 1), in: group), "it runs")
        #expect(isThere(id(2), in: group), "it is in service")
        #expect(isThere(id(3), in: group), "its run is remembered")
        try await running.stop(within: .zero)
        #expect(await remains.remove(of: [RunNumber(1)], knowing: ledger) == [])
        #expect(!isThere(id(1, 1), in: group))
    }
}
