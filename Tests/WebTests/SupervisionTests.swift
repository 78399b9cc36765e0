import FlyingSocks
import Foundation
import SlipwayTesting
import Synchronization
import Testing
import Values
import Web

@Suite(.timeLimit(.minutes(1))) struct SupervisionTests {
    private struct Broken: Error {}

    @Test func whatBreaksIsBegunAgainEverMoreSlowly() async throws {
        let clock = ManualClock()
        let rests = Mutex<[Duration]>([])
        let supervision = Supervision(clock: clock) { _, rest in rests.withLock { $0.append(rest) } }
        let attempts = Mutex(0)
        async let end: Void = supervision.keepUp {
            let attempt = attempts.withLock { count in
                count += 1
                return count
            }
            if attempt < 10 { throw Broken() }
        }
        var sleeps = clock.sleeps.makeAsyncIterator()
        for milliseconds in [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000] {
            #expect(await sleeps.next() == .milliseconds(milliseconds))
            clock.wakeAll()
        }
        await end
        #expect(attempts.withLock { $0 } == 10 && rests.withLock { $0.count } == 9)
    }

    @Test func whatIsCancelledIsNotBegunAgain() async throws {
        let reports = Mutex(0)
        let attempts = AsyncStream<Void>.makeStream()
        let supervision = Supervision(clock: ContinuousClock()) { _, _ in reports.withLock { $0 += 1 } }
        let task = Task {
            await supervision.keepUp {
                attempts.continuation.yield()
                try await Task.sleep(for: .seconds(3600))
            }
        }
        _ = await attempts.stream.first { true }
        task.cancel()
        await task.value
        #expect(reports.withLock { $0 } == 0)
    }

    #if os(Linux)
        /// Its listening socket breaks, which on Linux anybody in the process can bring about.
        @Test func aServerGoesOnAtItsAddress() async throws {
            let site = TestSite()
            let server = try await site.start()
            for round in 1...3 {
                let socket = try #require(server.address.listeningSocket)
                shutdown(socket.file.rawValue, Int32(SHUT_RDWR))
                try await eventually("it is answered again") {
                    let answer = try? await server.get("/healthz")
                    return site.breaks == round && answer?.status == 200
                }
            }
            await server.stop()
            #expect(server.address.listeningSocket == nil)
        }
    #endif
}

extension ListenAddress {
    /// The socket of this process that listens there.
    fileprivate var listeningSocket: Socket? {
        (0..<1024).lazy.map { Socket(file: Socket.FileDescriptor(rawValue: $0)) }.first { socket in
            guard (try? socket.getValue(for: BoolSocketOption(name: SO_ACCEPTCONN))) == true else { return false }
            guard
                case (.ip4(let host, let port)?, .ip4(let expected, let expectedPort)) = (try? socket.sockname(), self)
            else { return false }
            return host == expected && port == expectedPort
        }
    }
}
