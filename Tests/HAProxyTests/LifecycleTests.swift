import Delivery
import Foundation
import SlipwayTesting
import Testing
import HAProxy
import Values

@Suite struct LifecycleTests {
    @Test func aSecondDriverAdoptsWhatRuns() async throws {
        try await RouterBench.run(instances: 2) { bench in
            #expect(try await bench.router.start(bench.configuration) == .started)
            let process = try await bench.router.counters().processIdentifier
            try await bench.router.setSplit(candidate: Share(percent: 10), lease: .farAway)
            try await bench.router.drain(.blue)

            let second = HAProxyInstance(paths: bench.paths)
            var configuration = bench.configuration
            configuration.setEndpoints(.green, [bench.green[1].endpoint])
            #expect(try await second.start(configuration) == .adopted)
            let counters = try await second.counters()
            #expect(counters.processIdentifier == process)
            #expect(counters.slots[.green]?.servers["s2"]?.status == "MAINT")
            #expect(counters.slots[.blue]?.servers["s1"]?.status.hasPrefix("DRAIN") == true)
            #expect(try await second.currentSplit().share == Share(percent: 10))
        }
    }

    @Test func aKilledHAProxyComesBackWithItsSplit() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: .all, lease: .farAway)
            let process = try await bench.router.counters().processIdentifier
            kill(process, SIGKILL)
            try await eventually("the port is free") { (try? await bench.ask()) == nil }
            await #expect(throws: HAProxyError.self) { try await bench.router.counters() }
            #expect(try await bench.router.start(bench.configuration) == .started)
            #expect(try await bench.ask(times: 20) == ["green": 20])
        }
    }

    @Test func whatIsGoneIsRestoredButNotWhatWasStopped() async throws {
        try await RouterBench.run(instances: 1) { bench in
            #expect(try await bench.router.restore() == nil)
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: .all, lease: .farAway)
            kill(try await bench.router.counters().processIdentifier, SIGKILL)
            try await eventually("the port is free") { (try? await bench.ask()) == nil }
            #expect(try await bench.router.restore() == .started)
            #expect(try await bench.ask(times: 20) == ["green": 20])
            #expect(try await bench.router.restore() == .adopted)
            try await bench.router.stop()
            #expect(try await bench.router.restore() == nil)
            await #expect(throws: HAProxyError.self) { try await bench.router.counters() }
        }
    }

    @Test func whatHasLostItsDirectoryIsNotPutThereAgain() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            let away = bench.paths.directory + ".away"
            try #require(rename(bench.paths.directory, away) == 0)
            await #expect(throws: HAProxyError.self) { try await bench.router.restore() }
            #expect(!FileManager.default.fileExists(atPath: bench.paths.directory))
            try #require(rename(away, bench.paths.directory) == 0)
            #expect(try await bench.ask() == "blue")
        }
    }

    /// The executor died between writing the file and telling HAProxy: the file is what was meant.
    @Test func whatHAProxyWasNotToldIsMadeGood() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: .all, lease: .farAway)
            let meant = "stable-backend green\ncandidate 0\nlease 0\ncandidate-backend blue\n"
            try Data(meant.utf8).write(to: URL(filePath: bench.paths.map))
            let second = HAProxyInstance(paths: bench.paths)
            #expect(try await second.start(bench.configuration) == .adopted)
            #expect(try await second.currentSplit() == TrafficSplit(stable: .green))
            #expect(try await bench.ask() == "green")
        }
    }

    @Test func anIdleConnectionOutlivesAReload() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            var configuration = bench.configuration
            configuration.instancesPerSlot = 3
            let next = configuration
            let answers = try await bench.ask(around: {
                let outcome = try await bench.router.start(next)
                #expect(outcome == .reloaded)
            })
            #expect(answers == ["blue", "blue"])
        }
    }

    @Test(arguments: [true, false])
    func reloadsUnderLoadLoseNothing(keepingConnections: Bool) async throws {
        try await RouterBench.run { bench in
            try await bench.router.start(bench.configuration)
            let customers = Customers(port: bench.listen.port, keepingConnections: keepingConnections)
            var configuration = bench.configuration
            for room in 3...5 {
                try await customers.answers(50)
                configuration.instancesPerSlot = room
                #expect(try await bench.router.start(configuration) == .reloaded)
            }
            try await customers.answers(50)
            #expect(await customers.stop().failures == [])
        }
    }

    @Test func aRollbackDuringAReloadHolds() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            try await bench.router.setSplit(candidate: .all, lease: .farAway)
            var configuration = bench.configuration
            configuration.instancesPerSlot = 4
            let next = configuration
            async let reload = bench.router.start(next)
            try await bench.router.setSplitToZero()
            #expect(try await reload == .reloaded)
            #expect(try await bench.router.currentSplit() == TrafficSplit(stable: .blue))
            #expect(try await bench.ask() == "blue")
        }
    }

    @Test func aPortInUseIsNamed() async throws {
        try await RouterBench.run(instances: 1) { bench in
            let holder = try PortHolder()
            var configuration = bench.configuration
            configuration.listen = Endpoint(address: "127.0.0.1", port: holder.port)
            await #expect(throws: HAProxyError.listenAddressInUse(configuration.listen)) {
                try await bench.router.start(configuration)
            }
            try await bench.router.start(bench.configuration)
            await #expect(throws: HAProxyError.listenAddressInUse(configuration.listen)) {
                try await bench.router.start(configuration)
            }
            #expect(try await bench.ask() == "blue")
        }
    }

    /// Its configuration, its socket and the file with its process's number are gone; it has the port still.
    @Test func aRouterWhoseFilesSomebodyRemovedStandsAside() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            let orphan = try await bench.router.counters().processIdentifier
            try FileManager.default.removeItem(atPath: bench.paths.directory)
            let next = HAProxyInstance(paths: bench.paths)
            #expect(try await next.start(bench.configuration) == .started)
            #expect(try await next.counters().processIdentifier != orphan)
            #expect(try await bench.ask() == "blue")
            try await eventually("the earlier one is gone") { kill(orphan, 0) != 0 }
            try await next.stop()
        }
    }

    @Test func twoEnvironmentsCannotShareAPort() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            let paths = try HAProxyPaths(directory: "\(bench.directory.path)/other")
            let other = HAProxyInstance(paths: paths)
            await #expect(throws: HAProxyError.listenAddressInUse(bench.listen)) {
                try await other.start(bench.configuration)
            }
        }
    }

    @Test func aListenAddressCanMove() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            var configuration = bench.configuration
            configuration.listen = Endpoint(address: "127.0.0.1", port: try FreePort.next())
            #expect(try await bench.router.start(configuration) == .reloaded)
            try await eventually("the old port is closed") { (try? await bench.ask()) == nil }
        }
    }

    @Test func withoutHAProxyTheErrorSaysWhatToInstall() async throws {
        try await RouterBench.run(instances: 1) { bench in
            let router = HAProxyInstance(paths: bench.paths, program: HAProxyProgram(searchPath: "/nonexistent"))
            let error = await #expect(throws: HAProxyError.self) { try await router.start(bench.configuration) }
            #expect(error == .notInstalled(searchPath: "/nonexistent"))
            #expect(error?.description.contains("apt install haproxy") == true)
        }
    }

    @Test func aDirectoryThatCannotBeWrittenIsNamed() async throws {
        try await RouterBench.run(instances: 1) { bench in
            let file = "\(bench.directory.path)/file"
            try Data().write(to: URL(filePath: file))
            let router = HAProxyInstance(paths: try HAProxyPaths(directory: "\(file)/state"))
            let error = await #expect(throws: HAProxyError.self) { try await router.start(bench.configuration) }
            #expect(error?.description.contains("\(file)/state") == true)
        }
    }

    @Test func aSplitFileThatIsNotOursStopsTheStart() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try FileManager.default.createDirectory(
                atPath: bench.paths.directory, withIntermediateDirectories: true)
            for text in ["", "stable-backend", "stable-backend red\n", "candidate 99999\n", "\u{0}\n  \n"] {
                try Data(text.utf8).write(to: URL(filePath: bench.paths.map))
                await #expect(throws: HAProxyError.splitFileUnreadable(path: bench.paths.map)) {
                    try await bench.router.start(bench.configuration)
                }
            }
        }
    }

    /// What can't be read may well say what it should: that is another thing than a file that says something else.
    @Test func aSplitFileThatCanNotBeReadIsSaidToBeThat() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try FileManager.default.createDirectory(atPath: bench.paths.map, withIntermediateDirectories: true)
            let error = HAProxyError.fileUnreadable(path: bench.paths.map, reason: "read: Is a directory")
            await #expect(throws: error) { try await bench.router.start(bench.configuration) }
            try FileManager.default.removeItem(atPath: bench.paths.map)
        }
    }

    @Test func filesArePrivate() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            for path in [bench.paths.configuration, bench.paths.map, bench.paths.runtimeSocket] {
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o077 } == 0)
            }
        }
    }

    @Test func stoppingEndsTheProcessAndRemovesItsSocket() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            let process = try await bench.router.counters().processIdentifier
            try await bench.router.stop()
            #expect(!FileManager.default.fileExists(atPath: bench.paths.runtimeSocket))
            try await eventually("the process is gone") { kill(process, 0) != 0 }
            try await bench.router.stop()
        }
    }

    /// Somebody tidied up where sockets are: users must not have to wait until HAProxy ends by itself.
    @Test func oneWhoseSocketIsGoneIsTakenOver() async throws {
        try await RouterBench.run(instances: 1) { bench in
            try await bench.router.start(bench.configuration)
            let before = try await bench.router.counters().processIdentifier
            unlink(bench.paths.runtimeSocket)
            try await bench.router.restore()
            #expect(try await bench.router.counters().processIdentifier != before)
            #expect(try await bench.ask(times: 20) == ["blue": 20])
            try await bench.router.giveEverything(to: .green)
            #expect(try await bench.ask(times: 20) == ["green": 20])
        }
    }
}
