import Foundation
import Journal
import SlipwayTesting
import StateDirectory
import Testing

/// Several executors for one state directory: one works, the others say who does.
@Suite(.serialized)
struct TwoExecutorsTests {
    @Test func ofTwoThatStartAtOnceOneWorks() async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder)
            for round in 1...20 {
                try await race(step.begin, in: folder) {
                    try await eventually("the step runs") { step.begun == (1...round).map(String.init) }
                    try step.release(round)
                }
                try await step.expectOnce(round)
            }
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }

    @Test func ofTwoThatTakeUpAtOnceOneWorks() async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder)
            for round in 1...5 {
                try await Program.kill(step.begin, in: folder) { _ in step.begun.count == round }
                try await race(step.goOn, in: folder) { try step.release(round) }
                try await step.expectOnce(round)
            }
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }

    @Test func aHolderThatLivesIsNeverTakenOver() async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder)
            let ending = try await Program.run(step.begin, in: folder) { holder in
                try await eventually("the step runs") { step.begun == ["1"] }
                kill(holder, SIGSTOP)
                defer { kill(holder, SIGCONT) }
                for arguments in [step.begin, step.goOn] {
                    let refused = try await Program.run(arguments, in: folder)
                    #expect(refused.status == 5)
                    #expect(refused.error.contains("process \(holder) "), "\(refused.error)")
                }
                try step.release()
            }
            #expect(ending.status == 0)
            try await step.expectOnce()
        }
    }

    @Test func aHolderThatDiedIsTakenOverAtOnce() async throws {
        try await withFolder { folder in
            let step = try CountingStep(in: folder)
            try await Program.kill(step.begin, in: folder) { _ in step.begun == ["1"] }
            // Its record is still there; the kernel knows better.
            let lock = try Data(contentsOf: URL(filePath: StateDirectory(path: step.state).executorLock))
            #expect(!lock.isEmpty)
            #expect(try StateLock.holder(in: StateDirectory(path: step.state)) == nil)
            try step.release()
            #expect(try await Program.run(step.goOn, in: folder).status == 0)
            try await step.expectOnce()
        }
    }

    /// Starts the program twice at once: one is refused, and names the other, which works until `release` lets it end.
    private func race(
        _ arguments: [String], in folder: URL, release: () async throws -> Void
    ) async throws {
        typealias Racer = (process: pid_t, ending: Program.Ending)
        let (refused, worked) = try await withThrowingTaskGroup(of: Racer.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    var process: pid_t = 0
                    let ending = try await Program.run(arguments, in: folder) { process = $0 }
                    return (process, ending)
                }
            }
            let first = try #require(try await group.next())
            try await release()
            return (first, try #require(try await group.next()))
        }
        #expect(refused.ending.status == 5)
        #expect(refused.ending.error.contains("process \(worked.process) "), "\(refused.ending.error)")
        #expect(refused.ending.output == "")
        #expect(worked.ending.status == 0, "\(worked.ending.output)\(worked.ending.error)")
    }
}
