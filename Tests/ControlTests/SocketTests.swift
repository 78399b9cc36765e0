import Delivery
import FlyingSocks
import Foundation
@testable import Journal
import SlipwayTesting
import Sockets
import StateDirectory
import Testing
import Values

@testable import Control

@Suite(.timeLimit(.minutes(1))) struct SocketTests {
    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private func secondServer(in station: Station) async throws(ControlError) -> ControlServer {
        try await ControlServer.start(
            in: station.state.directory, journal: station.journal.reader, delegate: station.executor, version: "2",
            since: .noon)
    }

    @Test func socketIsPrivateAndGoesWithItsServer() async throws {
        let station = try await Station.open()
        let path = station.state.directory.controlSocket
        #expect(
            station.server.socketPath == SocketPlace.directory(for: station.state.directory.path).socket("control.sock")
        )
        #expect(try permissions(path) == 0o600)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: station.state.directory.path)
                .filter { $0.contains(".sock") } == ["control.sock"])
        try await station.close()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func nobodyListensWithoutAnExecutor() async throws {
        let state = try TemporaryState()
        await #expect(throws: ControlError.noExecutor(path: state.directory.controlSocketPath)) {
            try await ControlClient.connect(to: state.directory)
        }
        let missing = StateDirectory(path: "/nowhere/\(UUID().uuidString)")
        await #expect(throws: ControlError.noExecutor(path: missing.controlSocketPath)) {
            try await ControlClient.connect(to: missing)
        }
        let long = StateDirectory(path: "/nowhere/\(String(repeating: UUID().uuidString, count: 5))")
        await #expect(throws: ControlError.noExecutor(path: long.controlSocketPath)) {
            try await ControlClient.connect(to: long)
        }
    }

    @Test func socketOfACrashedExecutorIsReplaced() async throws {
        let station = try await Station.open()
        await station.server.stop()
        let path = station.server.socketPath
        let crashed = try Socket.unixStream()
        try crashed.bind(to: .unix(path: path))
        try crashed.listen()
        try crashed.close()
        await #expect(throws: ControlError.noExecutor(path: path)) {
            try await ControlClient.connect(to: station.state.directory)
        }
        let server = try await secondServer(in: station)
        #expect(try await station.client().greeting.version == "2")
        await server.stop()
        try await station.close()
    }

    /// Whoever is on call must reach the executor, also when somebody tidied up; who was connected stays so.
    @Test func aSocketThatWasRemovedIsMadeAgain() async throws {
        let station = try await Station.open()
        let before = try await station.client()
        for _ in 0..<2 {
            try FileManager.default.removeItem(atPath: station.server.socketPath)
            try await eventually("it listens again") {
                FileManager.default.fileExists(atPath: station.server.socketPath)
            }
            #expect(try permissions(station.server.socketPath) == 0o600)
            #expect(try await station.client().greeting.version == "1.2.3")
        }
        _ = try await before.status()
        try await station.close()
        #expect(!FileManager.default.fileExists(atPath: station.server.socketPath))
    }

    @Test func livingExecutorIsNeverReplaced() async throws {
        let station = try await Station.open()
        await #expect(throws: ControlError.alreadyServed(path: station.server.socketPath)) {
            try await secondServer(in: station)
        }
        #expect(try await station.client().greeting.version == "1.2.3")
        try await station.close()
    }

    @Test func stoppingLeavesASuccessorsSocketAlone() async throws {
        let station = try await Station.open()
        try FileManager.default.removeItem(atPath: station.server.socketPath)
        let successor = try await secondServer(in: station)
        await station.server.stop()
        #expect(try await station.client().greeting.version == "2")
        await successor.stop()
        try await station.close()
    }

    @Test func fileThatIsNoSocketIsLeftAlone() async throws {
        let state = try TemporaryState()
        let journal = try await Journal.open(in: state.directory)
        let path = state.directory.controlSocketPath
        try Data("precious".utf8).write(to: URL(filePath: path))
        let error = await #expect(throws: ControlError.self) {
            try await ControlServer.start(
                in: state.directory, journal: journal.reader, delegate: FakeExecutor(journal: journal), version: "1",
                since: .noon)
        }
        #expect(error == .unusable(path: path, detail: "it is not a socket"))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: state.directory.path)
                .filter { $0.hasPrefix("control.sock") } == ["control.sock"])
        try await journal.close()
    }

    @Test func longPathHasAShortPrivateStandIn() async throws {
        let station = try await Station.open(padding: 90)
        let place = station.state.directory.controlPlace
        #expect(place.isSubstitute)
        #expect(station.server.socketPath.hasPrefix("/tmp/slipway-\(geteuid())/"))
        #expect(station.server.socketPath.utf8.count <= SocketPlace.longestPath)
        #expect(try permissions(place.directory) == 0o700)
        #expect(try await station.client().status().environments == [])
        try await station.close()
        try FileManager.default.removeItem(atPath: place.directory)
    }

    @Test func placeIsTheSameByWhicheverPath() throws {
        for padding in [0, 90] {
            let state = try TemporaryState(padding: padding)
            let link = FileManager.default.temporaryDirectory.appending(path: "link-\(UUID().uuidString)").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: state.directory.path)
            defer { try? FileManager.default.removeItem(atPath: link) }
            #expect(SocketPlace.directory(for: link) == SocketPlace.directory(for: state.directory.path))
        }
    }

    @Test func nameCountsTowardsTheLength() {
        let path = "/nowhere/" + String(repeating: "d", count: 80)
        #expect(!SocketPlace.directory(for: path, longestName: 13).isSubstitute)
        #expect(SocketPlace.directory(for: path, longestName: 14).isSubstitute)
    }

    /// Anybody can make the usual name; then sockets are in the account's home, and stay there.
    @Test func anOccupiedNameIsNotWaitedFor() throws {
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        let usual = "\(folder.path)/slipway-1"
        let state = "/nowhere/\(UUID().uuidString)" + String(repeating: "d", count: 90)
        try Data().write(to: URL(filePath: usual))
        let place = SocketPlace.directory(for: state, longestName: 32, substitutes: usual)
        #expect(place.isSubstitute && !place.directory.hasPrefix(folder.path))
        try place.prepare()
        defer { try? FileManager.default.removeItem(atPath: place.directory) }
        #expect(try permissions(place.directory) == 0o700)
        try FileManager.default.removeItem(atPath: usual)
        #expect(SocketPlace.directory(for: state, longestName: 32, substitutes: usual) == place)
        let other = SocketPlace.directory(for: state + "x", longestName: 32, substitutes: usual)
        #expect(other.directory.hasPrefix(usual))
    }

    @Test func directoryOthersCanEnterIsRefused() throws {
        let place = SocketPlace.directory(for: "/nowhere/\(UUID().uuidString)" + String(repeating: "d", count: 90))
        let missing = #expect(throws: SocketPlaceError.self) { try place.verify() }
        #expect(missing?.isMissing == true)
        try place.prepare()
        defer { try? FileManager.default.removeItem(atPath: place.directory) }
        #expect(chmod(place.directory, 0o750) == 0)
        let open = #expect(throws: SocketPlaceError.self) { try place.prepare() }
        #expect(open?.detail == "other users have access to it")
        try FileManager.default.removeItem(atPath: place.directory)
        #expect(symlink("/tmp", place.directory) == 0)
        #expect(throws: SocketPlaceError.self) { try place.prepare() }
    }

    /// The published vectors of FNV-1a with 64 bits.
    @Test(arguments: [("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")])
    func hashIsFNV(text: String, hash: String) {
        #expect(PathHash.hexadecimal(of: text) == hash)
    }

    @Test func programsStartedMeanwhileDontInheritSockets() throws {
        let socket = try Socket.unixStream()
        defer { try? socket.close() }
        #expect(fcntl(socket.file.rawValue, F_GETFD) & FD_CLOEXEC != 0)
    }
}
