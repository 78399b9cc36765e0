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

    /// Whoever died while it was being cancelled was told already: giving the order again carries it out.
    @Test func aCancelledRunThatWasInterruptedEndsByTheSameOrder() async throws {
        try await withFolder { folder in
            let step = try DeafStep(in: folder)
            let state = folder.appending(path: "state").path
            let record = Record(of: 1, in: state)
            _ = try await Program.run(["run", "--output", "plain", "--state", state], in: folder) { process in
                try await step.begins()
                let order = try await Program.run(["cancel", "--state", state], in: folder)
                #expect(order.status == 0, "\(order.error)")
                _ = kill(process, SIGKILL)
            }
            #expect(await record.current?.cancelled == true)
            #expect(await record.current?.result == nil)
            let again = try await Program.run(["cancel", "--wait", "--state", state], in: folder)
            #expect(again.status == 4, "\(again.output)\(again.error)")
            #expect(await record.current?.result == .cancelled)
            #expect(try await Leftovers.processes(of: folder) == [])
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
