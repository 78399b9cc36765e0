import DashboardStories
import Delivery
import Testing
import Values
import Wording

@testable import Dashboard

/// What people read of who listens on an instance's port.
@Suite struct ListenerSentenceTests {
    private let id = InstanceID(run: RunNumber(2), host: .local, slot: .green, index: 0)

    private func ready(_ note: ListenerNote?) -> String? {
        EventSentence(
            .release("production", .instance(id, .ready(took: .milliseconds(640), note: note))))?.text
    }

    @Test func aReadyInstanceSaysWhatNobodyKnows() {
        #expect(ready(nil) == "local/green-1 ready after 640ms")
        #expect(
            ready(.any) == "local/green-1 ready after 640ms; nobody asks who listens on its port (listener: any)")
        #expect(
            ready(.unknown(why: "it can't be asked on this system"))
                == "local/green-1 ready after 640ms; who listens on its port can't be told: it can't be asked on this system"
        )
    }

    @Test func aTakenPortSaysWhoHasItAndWhatToDo() {
        let failure = InstanceFailure.portTaken(
            port: 4000, by: PortHolder(account: "mallory", process: 4711, program: "eve"))
        #expect(
            EventSentence(.release("production", .instance(id, .failed(failure: failure))))?.text
                == "local/green-1 failed: another process listens on port 4000: eve (process 4711 of account mallory); "
                + "end it, or write listener: any where the service hands its port over")
    }

    @Test func whatAnEarlierProgramReleasedIsNamedWhenItIsReplaced() {
        let old = Deployment(
            artifact: ReleaseStory.stableArtifact, slot: .blue, run: RunNumber(1), instances: [])
        let plan = ReleasePlan(
            step: StepID(stage: "production", index: 0), artifact: ReleaseStory.stableArtifact, previous: old,
            slot: .green, instances: [id])
        #expect(
            EventSentence(.release("production", .started(plan: plan)))?.text.hasSuffix(
                "can't be told: it was started by an earlier version of Slipway") == true)
    }
}
