import Control
import Delivery
import DemoShop
import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing
import Values

/// `kill -9` at any moment of a release, again and again: it is taken up each time, and ends as if nothing had happened.
@Suite(.serialized)
struct TakeUpTests {
    @Test func aReleaseKilledThirtyTimesSucceedsAndNoCustomerNotices() async throws {
        try await withFolder { folder in
            let record = Record(of: 2, in: folder.path)
            var chance = SplitMix64(seed: 7)
            // Before the second run there is nothing to take up.
            try await Program.kill(["demo", "--headless", "--step-time", "1.5", "--state", folder.path]) { _ in
                await record.current != nil
            }
            let approving = Task { await approveWhateverWaits(in: folder) }
            defer { approving.cancel() }
            let goingOn = ["run", "--continue", "--output", "plain", "--state", folder.path]
            // Never as long as a step has to bake: the run can't end before the last kill.
            for _ in 0..<30 {
                let pause = Duration.milliseconds(Int64(chance.next() % 900) + 20)
                try await Program.kill(goingOn, variables: Demo.variables, after: pause)
            }
            let ending = try await Program.run(goingOn, variables: Demo.variables)
            #expect(ending.status == 0, "\(ending.output.suffix(3000))\(ending.error)")
            try await Demo.expectRelease(in: folder)
        }
    }

    /// Not with the program: where nobody works, that would take the run up itself.
    private func approveWhateverWaits(in folder: URL) async {
        while !Task.isCancelled {
            let executor = try? await ControlClient.connect(to: StateDirectory(path: folder.path))
            _ = try? await executor?.order(.approve, run: RunNumber(2), id: UUID().uuidString)
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}
