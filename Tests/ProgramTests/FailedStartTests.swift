import Delivery
import Foundation
import SlipwayTesting
import Testing

/// Why an instance never got ready, in the lines of a run.
@Suite(.serialized)
struct FailedStartTests {
    private func second(_ start: String) async throws -> Program.Ending {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, start: start, startWithin: "3s")
            try await release.releaseFirst()
            let ending = try await release.run()
            try await release.takeDown()
            #expect(ending.status == 3, "\(ending.output)\(ending.error)")
            #expect(try await Leftovers.processes(of: folder) == [])
            return ending
        }
    }

    @Test func oneThatCrashesIsSaidToWithItsLastWords() async throws {
        let ending = try await second("for n in 1 2 3 4 5 6 7 8 9 10; do echo \"word $n\" >&2; done; exit 9")
        #expect(ending.output.contains("local/green-1 failed: its process is gone: exited with status 9\n"))
        let words = ending.output.split(separator: "\n").filter { $0.hasPrefix("          | ") }
        #expect(words == (3...10).map { "          | word \($0)" }, "\(ending.output)")
    }

    @Test func oneThatNeverListensIsSaidTo() async throws {
        let ending = try await second("echo busy; while :; do sleep 0.05; done")
        let line = ending.output.split(separator: "\n").first { $0.contains("local/green-1 failed: not ready: ") }
        #expect(line?.hasSuffix("; does it listen on $PORT?") == true, "\(ending.output)")
        #expect(line?.contains("nothing answers on port ") == true, "\(ending.output)")
        #expect(ending.output.contains("          | busy\n"))
    }
}
