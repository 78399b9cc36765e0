import Delivery
import SlipwayTesting
import Testing
import HAProxy

/// Something else than HAProxy answers: nothing is believed, and nobody waits for ever.
@Suite struct RuntimeTests {
    private func error(whenAnswered answer: String, endlessly isEndless: Bool) async throws -> String? {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let paths = try HAProxyPaths(directory: directory.path)
        let fake = try await FakeRuntime(path: paths.runtimeSocket, answer: answer, isEndless: isEndless)
        let router = HAProxyInstance(paths: paths)
        let error = await #expect(throws: HAProxyError.self) { try await router.counters() }
        withExtendedLifetime(fake) {}
        return error?.description
    }

    @Test func silenceIsGivenUp() async throws {
        #expect(try await error(whenAnswered: "", endlessly: false)?.contains("does not answer") == true)
    }

    @Test func anAnswerWithoutEndIsCut() async throws {
        let answer = String(repeating: "x\n", count: 4096)
        #expect(try await error(whenAnswered: answer, endlessly: true)?.contains("no end") == true)
    }

    @Test func nobodyThereIsSaidSo() async throws {
        let paths = try HAProxyPaths(directory: "/nonexistent")
        let router = HAProxyInstance(paths: paths)
        let error = await #expect(throws: HAProxyError.self) { try await router.currentSplit() }
        #expect(error?.description.contains("/nonexistent/runtime.sock") == true)
    }
}
