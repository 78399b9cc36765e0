import Delivery
import Foundation
import SlipwayTesting
import Testing
import Values

/// In a canary the script that looks after an instance is killed, and the instance itself goes on: it may end at any
/// time, and nobody would be told.
@Suite(.serialized)
struct LostSupervisorTests {
    private func carryOut(killing slot: Slot) async throws -> (ending: Program.Ending, served: String?) {
        try await withFolder { folder in
            let release = try SmallRelease(in: folder, canary: "steps: [5%], bake: { for: 3s, requests: 0 }")
            let ending = try await release.carryOut { _ in
                try KilledService(state: release.state).killSupervisors(of: slot)
            }
            let served = try await release.served
            try await release.takeDown()
            try await eventually("nothing is left") { try await Leftovers.processes(of: folder) == [] }
            return (ending, served)
        }
    }

    @Test(.timeLimit(.minutes(1))) func aCandidateThatNobodyLooksAfterIsTakenBack() async throws {
        let (ending, served) = try await carryOut(killing: .green)
        #expect(ending.status == 3, "\(ending.output)\(ending.error)")
        #expect(ending.output.contains("local/green-1 failed: nobody looks after its process any more"))
        #expect(ending.output.contains("local/green-1 stopped"), "\(ending.output)")
        #expect(served == "1")
    }

    /// What answers serves users; and it leaves with the others.
    @Test(.timeLimit(.minutes(1))) func aStableInstanceThatAnswersIsStable() async throws {
        let (ending, served) = try await carryOut(killing: .blue)
        #expect(ending.status == 0, "\(ending.output)\(ending.error)")
        #expect(!ending.output.contains("DOWN"), "\(ending.output)")
        #expect(ending.output.contains("local/blue-1 stopped"), "\(ending.output)")
        #expect(served == "2")
    }
}
