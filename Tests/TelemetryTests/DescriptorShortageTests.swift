import Delivery
import FlyingSocks
import Foundation
import Posix
import Testing

@testable import Telemetry

/// A process without descriptors learns nothing of those whom it can't ask, and says nothing of them.
@Suite struct DescriptorShortageTests {
    private func found(_ number: Int32) -> DescriptorShortage? {
        ProbeConnection.shortage(in: .failed(type: "CreateSocket", errno: number, message: ""))
    }

    @Test(arguments: [EMFILE, ENFILE]) func havingNoDescriptorIsNoAnswer(number: Int32) throws {
        let shortage = try #require(found(number))
        #expect("\(shortage)".hasPrefix("nobody can be asked: \(String(cString: strerror(number))) (the limit is "))
        #expect(throws: shortage) { try ProbeAnswer.unasked(shortage).reason() }
    }

    @Test(arguments: [ECONNREFUSED, ECONNRESET, EHOSTUNREACH]) func everythingElseIsOne(number: Int32) {
        #expect(found(number) == nil)
    }

    @Test func whoCouldNotBeAskedIsNotSaidToBeDown() async throws {
        let shortage = try #require(found(EMFILE))
        var watch = InstanceWatch(port: 4000, problem: { throw shortage }, listener: { .own })
        let look = await watch.look()
        #expect(look == InstanceLook(unasked: "\(shortage)", port: 4000))
        var streak = AnswerStreak()
        #expect(streak.take(look, at: .now) == nil)
    }
}
