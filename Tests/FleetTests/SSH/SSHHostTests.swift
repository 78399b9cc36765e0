import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

@testable import Fleet

@Suite(.serialized, .enabled(if: SSHServer.isInstalled)) struct SSHHostTests {
    private func artifact(_ content: String, in fixture: SSHFixture) async throws -> (Digest, ArtifactStore) {
        let source = fixture.scratch.appending(path: "source-\(UUID().uuidString)/bin")
        try FileManager.default.createDirectory(at: source, withIntermediateDirectories: true)
        let program = source.appending(path: "it's $(odd)\n\"name\"")
        try Data(content.utf8).write(to: program)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        let store = ArtifactStore(directory: fixture.scratch.appending(path: "artifacts"))
        return (try await store.add(of: source.deletingLastPathComponent()).digest, store)
    }

    private func names(_ directory: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    @Test func aHostIsKnownByItsAliasAndReachedByItsAddress() async throws {
        try await SSHFixture.with { fixture in
            let address = try #require(SSHAddress("web-1"))
            let host = try await SSHHost.meet(address, root: "r", options: fixture.host.connection.options)
            #expect(host.address == "127.0.0.1")
            #expect(host.name == "ssh://web-1")
            #expect(host.layout.root.path == "\(fixture.server.home)/r")
            await host.close()
        }
    }

    @Test func aReleaseIsWhatWasBuiltAndPlacedOnce() async throws {
        try await SSHFixture.with { fixture in
            let (digest, store) = try await artifact("one", in: fixture)
            let release = try await fixture.host.place(digest, from: store).directory
            #expect(release.path == "\(fixture.server.home)/.slipway/production/releases/\(digest)")
            let program = try #require(try names(release.appending(path: "bin")).first)
            #expect(FileManager.default.isExecutableFile(atPath: release.appending(path: "bin/\(program)").path))
            #expect(try await !fixture.host.place(digest, from: store).isRenewed)
            #expect(try names(release.deletingLastPathComponent()) == [digest.hexadecimal])
            try Data().write(to: release.appending(path: "added"))
            let renewed = try await fixture.host.place(digest, from: store)
            #expect(renewed.isRenewed && renewed.directory.lastPathComponent == "\(digest).2")
            #expect(try await fixture.host.release(digest) == renewed.directory)
            #expect(try names(release) == ["added", "bin"] && names(renewed.directory) == ["bin"])
            #expect(try await !fixture.host.place(digest, from: store).isRenewed)
            let root = try FileManager.default.attributesOfItem(atPath: fixture.host.layout.root.path)
            #expect(root[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func placingAtTheSameTimeIsPlacingOnce() async throws {
        try await SSHFixture.with { fixture in
            let (digest, store) = try await artifact("one", in: fixture)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try await fixture.host.place(digest, from: store) } }
                try await group.waitForAll()
            }
            #expect(try names(fixture.host.layout.releases) == [digest.hexadecimal])
            #expect(try names(fixture.host.layout.release(digest)) == ["bin"])
        }
    }

    @Test func whatArrivesOtherwiseIsRefused() async throws {
        try await SSHFixture.with { fixture in
            let (digest, store) = try await artifact("one", in: fixture)
            let archive = store.directory.appending(path: "\(digest).tar").path
            let wrong = String(repeating: "0", count: 64)
            let answer = try await fixture.host.connection.run(
                .place, [fixture.host.root, wrong, ".draft-x", wrong], input: .file(archive))
            #expect(String(decoding: answer, as: UTF8.self) == "\(digest)\n")
            #expect(try names(fixture.host.layout.releases) == [])
        }
    }

    @Test func aPlacingThatIsCutOffLeavesNothing() async throws {
        try await SSHFixture.with { fixture in
            let reader = Task {
                try await fixture.host.connection.run(
                    .place, [fixture.host.root, String(repeating: "0", count: 64), ".draft-x"], input: .tether)
            }
            try await eventually { (try? names(fixture.host.layout.releases)) == [".draft-x.tar"] }
            try await fixture.server.cutConnections()
            await #expect(throws: SSHError.self) { try await reader.value }
            try await eventually { try names(fixture.host.layout.releases) == [] }
        }
    }

    @Test func currentFollowsAndOldReleasesGo() async throws {
        try await SSHFixture.with { fixture in
            let host = fixture.host
            var digests: [Digest] = []
            for index in 0..<4 {
                let (digest, store) = try await artifact("release \(index)", in: fixture)
                _ = try await host.place(digest, from: store)
                digests.append(digest)
            }
            try await host.activate(digests[0])
            try await host.activate(digests[3])
            #expect(host.layout.currentRelease() == digests[3])
            let unknown = try #require(Digest(String(repeating: "0", count: 64)))
            await #expect(throws: SSHError.self) { try await host.activate(unknown) }
            #expect(try names(host.layout.root) == ["current", "releases", "run", "shared"])
            #expect(try await host.prune(keeping: 1, protecting: [digests[1]]) == [digests[0], digests[2]])
            #expect(try names(host.layout.releases) == [digests[1], digests[3]].map(\.hexadecimal).sorted())
            #expect(try await host.prune(keeping: 0, protecting: []) == [digests[1]])
        }
    }

    @Test func servicesOnTheHostAreFound() async throws {
        try await SSHFixture.with { fixture in
            #expect(try await fixture.host.startedServices().isEmpty)
            let place = InstancePlace(slot: .green, index: 1, run: RunNumber(7), attempt: 1)
            let service = ServiceInstance(on: fixture.host, at: place)
            let port = try await fixture.host.freePort(avoiding: [])
            let specification = ServiceSpecification(
                start: "echo on $PORT; exec sleep 300", in: fixture.scratch, environment: [:], port: port)
            #expect(try await service.start(specification) == .started)
            let found = try await fixture.host.startedServices()
            #expect(found.map(\.directory.path) == [service.command.directory.path])
            #expect(service.command.directory.path.hasSuffix("/.slipway/production/run/green-2/run-7-1"))
            try await found.first?.cancel(grace: .seconds(10))
            #expect(try await service.exit == .signalled(signal: SIGTERM))
            #expect(try await service.lastLines(1) == ["on \(port)"])
        }
    }

    @Test func portsInUseAreNotGiven() async throws {
        try await SSHFixture.with { fixture in
            let holder = try PortHolder(port: try SlipwayTesting.FreePort.next())
            defer { withExtendedLifetime(holder) {} }
            let hexadecimal = String(holder.port, radix: 16, uppercase: true)
            let answer = try await fixture.host.connection.run(
                .freePort, ["\(holder.port):\(hexadecimal)", "1:0001"])
            #expect(String(decoding: answer, as: UTF8.self) == "1\n")
        }
    }
}
