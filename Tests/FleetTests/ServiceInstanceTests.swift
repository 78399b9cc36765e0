import Delivery
import Foundation
import Testing
import Values

@testable import Fleet

@Suite struct ServiceInstanceTests {
    private let scratch: TemporaryDirectory
    private let host: LocalHost

    init() throws {
        scratch = try TemporaryDirectory()
        host = LocalHost(layout: HostLayout(root: scratch["host"]))
    }

    private func instance(_ ordinal: Int = 1) -> ServiceInstance {
        ServiceInstance(
            on: host, at: InstancePlace(slot: .green, index: 0, run: RunNumber(7), attempt: ordinal))
    }

    private func specification(_ start: String, port: Int = 4000) -> ServiceSpecification {
        ServiceSpecification(start: start, in: scratch.url, environment: ["PATH": "/usr/bin:/bin"], port: port)
    }

    /// Waits until the service has written `line`.
    private func until(_ line: String, of instance: ServiceInstance) async throws {
        var text: [UInt8] = []
        for try await chunk in instance.command.output(from: 0) {
            text += chunk.bytes
            if text.contains(Array("\(line)\n".utf8)) { return }
        }
        Issue.record("the service ended without '\(line)'")
    }

    @Test func aServiceListensWhereItIsTold() async throws {
        let port = try await (host as any ServiceHost).freePort(avoiding: [])
        let service = instance()
        #expect(try await service.start(specification("echo on $PORT; exec sleep 300", port: port)) == .started)
        try await until("on \(port)", of: service)
        #expect(service.command.directory.path.hasSuffix("/run/green-1/run-7-1"))
        #expect(try await service.state() == .running)
        try await service.stop(within: .seconds(10))
        #expect(try await service.exit == .signalled(signal: SIGTERM))
    }

    /// A shell in between would be ended by the signal, and its status taken for the service's.
    @Test func aPlainProgramsOwnStatusIsTheServices() async throws {
        let server = "trap 'exit 6' TERM; echo up; while :; do sleep 0.02; done"
        try scratch.write(server, to: "server")
        let service = instance()
        _ = try await service.start(specification("/bin/sh server --port $PORT"))
        try await until("up", of: service)
        let group = try #require(try await service.command.processGroup())
        #expect(kill(-group, 0) == 0)
        try await service.stop(within: .seconds(20))
        #expect(try await service.exit == .exited(code: 6))
        #expect(
            ServiceSpecification(start: "A=/b ./c", in: scratch.url, environment: [:], port: 1).command.script
                == "A=/b ./c")
    }

    @Test func aCrashIsNoticed() async throws {
        let service = instance()
        _ = try await service.start(specification("echo up; until [ -e go ]; do sleep 0.02; done; kill -SEGV $$"))
        async let exit = service.exit
        try await until("up", of: service)
        try scratch.write("", to: "go")
        #expect(try await exit == .signalled(signal: SIGSEGV))
    }

    @Test func aStubbornServiceIsStopped() async throws {
        let service = instance()
        _ = try await service.start(specification("trap '' TERM; echo up; while :; do sleep 0.02; done"))
        try await until("up", of: service)
        try await instance().stop(within: .milliseconds(100))
        #expect(try await service.exit == .signalled(signal: SIGKILL))
    }

    @Test func aServiceMayDrainAfterItsShellIsGone() async throws {
        let service = instance()
        let drain = "trap 'sleep 0.3; echo drained; exit 0' TERM; echo up; while :; do sleep 0.02; done"
        _ = try await service.start(specification("sh -c \"\(drain)\"; echo $?"))
        try await until("up", of: service)
        try await service.stop(within: .seconds(20))
        #expect(try await service.lastLines(9).contains("drained"))
    }

    @Test func anAttemptIsAdoptedAndANewOneStartsAfresh() async throws {
        _ = try await instance(1).start(specification("echo first; exit 3"))
        #expect(try await instance(1).exit == .exited(code: 3))
        #expect(try await instance(1).start(specification("echo again")) == .adopted)
        #expect(try await instance(2).start(specification("echo second")) == .started)
        #expect(try await instance(2).exit == .exited(code: 0))
        #expect(try await instance(1).lastLines(5) == ["first"])
        #expect(try await instance(2).lastLines(5) == ["second"])
    }

    @Test func theLastLinesAreBounded() async throws {
        let service = instance()
        _ = try await service.start(specification("seq 1 100000; printf 'a\\377b'"))
        #expect(try await service.exit == .exited(code: 0))
        #expect(try await service.lastLines(3) == ["99999", "100000", "a\u{FFFD}b"])
        let all = try await service.lastLines(1_000_000)
        #expect(all.count < 20_000)
        #expect(all.allSatisfy { Int($0) == nil || $0.count >= 5 }, "no half line at the front")
        #expect(try await service.lastLines(0) == [])
    }

    /// The second copy of an earlier program and the first of this one are called alike.
    @Test func noPlaceIsAnEarlierProgramsPlaceOfAnotherInstance() {
        let indices = 0..<12
        let run = RunNumber(7)
        let former = indices.map { InstancePlace.former(slot: .blue, index: $0, run: run, attempt: 1) }
        let places = indices.map { InstancePlace(slot: .blue, index: $0, run: run, attempt: 1) }
        #expect(Set(former + places).count == 24)
    }

    @Test func freePortsAreFreeAndNotThoseTaken() throws {
        var taken: Set<Int> = []
        for _ in 0..<50 { #expect(taken.insert(try FreePort.pick(avoiding: taken)).inserted) }
        #expect(taken.allSatisfy { (1024...65535).contains($0) })
    }
}
