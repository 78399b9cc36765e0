import Control
import Delivery
import Foundation
import Journal
import SlipwayTesting
import Testing
import Values

/// What the client makes of those who are no proper executors.
@Suite(.timeLimit(.minutes(1))) struct ClientTests {
    private func error(whenAnswered answer: String?, limit: Duration = .seconds(10)) async throws -> ControlError? {
        let state = try TemporaryState()
        let server = try await ScriptedServer.listen(in: state, answer: answer)
        defer { withExtendedLifetime(server) {} }
        return await #expect(throws: ControlError.self) {
            try await ControlClient.connect(to: state.directory, answerLimit: limit)
        }
    }

    private func greeting(protocol number: Int, directory: String) -> String {
        #"{"jsonrpc":"2.0","id":1,"result":{"protocol":\#(number),"version":"9","processID":1,"#
            + #""stateDirectory":"\#(directory)","since":"","runs":[],"you":{"name":"a","groups":[]}}}"#
    }

    @Test func stoppedExecutorIsNotWaitedForForever() async throws {
        let found = try await error(whenAnswered: nil, limit: .milliseconds(50))
        guard case .noAnswer(_, .milliseconds(50)) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test func newerProtocolIsNamed() async throws {
        #expect(
            try await error(whenAnswered: greeting(protocol: 2, directory: "/x"))
                == .unsupportedProtocol(detail: "the executor speaks protocol 2"))
        let refusal = #"{"jsonrpc":"2.0","id":1,"error":{"code":2,"message":"I speak protocol 0"}}"#
        #expect(try await error(whenAnswered: refusal) == .unsupportedProtocol(detail: "I speak protocol 0"))
    }

    @Test func executorOfAnotherDirectoryIsNotTakenForOurs() async throws {
        let found = try await error(whenAnswered: greeting(protocol: 1, directory: "/elsewhere"))
        guard case .otherDirectory(_, "/elsewhere") = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test func strangersAreNotPermitted() async throws {
        let refusal = #"{"jsonrpc":"2.0","id":null,"error":{"code":3,"message":"not you"}}"#
        guard case .notPermitted(_, "not you") = try await error(whenAnswered: refusal) else {
            Issue.record("expected notPermitted")
            return
        }
    }

    @Test(arguments: ["garbage", "{}", "[]", #"{"jsonrpc":"2.0","id":2,"result":{}}"#, #"{"id":1,"result":7}"#])
    func whatIsNoAnswerIsMalformed(answer: String) async throws {
        let found = try await error(whenAnswered: answer)
        guard case .malformedAnswer = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test func callThatIsCancelledEnds() async throws {
        let state = try TemporaryState()
        let server = try await ScriptedServer.listen(in: state, answer: nil)
        let call = Task { try await ControlClient.connect(to: state.directory) }
        call.cancel()
        await #expect(throws: ControlError.cancelled) { try await call.value }
        withExtendedLifetime(server) {}
    }
}
