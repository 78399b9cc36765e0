import CDEvents
import Delivery
import Journal
import Simulator
import SlipwayTesting
import StateDirectory
import Testing
import Values

@Suite("What others are told")
struct EventTranslatorTests {
    @Test func aReleaseThatSucceedsIsAnUpgrade() throws {
        let told = try Runs.story("succeeded").told.map(\.short)
        #expect(told.first == "pipelinerun.started")
        #expect(
            told.suffix(4) == [
                "service.upgraded", "slipway-release.finished", "taskrun.finished", "pipelinerun.finished",
            ])
        #expect(told.count { $0 == "taskrun.started" } == 5)
        #expect(told.count { $0 == "taskrun.finished" } == 5)
        #expect(told.count { $0 == "slipway-release.shifted" } == 3)
        #expect(
            told.filter { $0.hasPrefix("slipway-approval") } == [
                "slipway-approval.requested", "slipway-approval.granted",
            ])
    }

    @Test func anApprovalSaysOfWhat() throws {
        let told = try Runs.story("succeeded").told
        let granted = try #require(told.first { $0.short == "slipway-approval.granted" })
        #expect(granted.customData["commit"] != nil)
        let packaged = try #require(told.first { $0.short == "artifact.packaged" })
        guard case .string(let digest) = granted.customData["digest"] else {
            Issue.record("no digest: \(granted.customData)")
            return
        }
        #expect(packaged.subject.hasSuffix(digest))
    }

    @Test func aReleaseThatIsTakenBackIsARollbackToTheOldArtifact() throws {
        let told = try Runs.story("rolled back").told
        let kinds = told.map(\.short)
        #expect(!kinds.contains("service.upgraded"))
        let condemned = try #require(kinds.firstIndex(of: "slipway-release.condemned"))
        let withdrawn = try #require(kinds.firstIndex(of: "slipway-release.withdrawn"))
        let restored = try #require(kinds.firstIndex(of: "service.rolledback"))
        #expect(condemned < withdrawn && withdrawn < restored)
        let artifact = told[restored].content["artifactId"]
        #expect(artifact == .string("pkg:generic/shop@1.41.0?checksum=sha256:\(String(repeating: "b0c5", count: 16))"))
        let end = try #require(told.last)
        #expect(end.content["outcome"] == .string("failure"))
        #expect(end.customData["result"] == .string("rolledBack"))
        #expect("\(try #require(end.content["errors"]))".contains("allowed"))
    }

    @Test func aFirstReleaseIsADeploymentAndOneThatNobodySawIsNone() throws {
        #expect(try Runs.story("first release").told.contains { $0.type == .serviceDeployed } == false)
        let promoted = Rollout.firstDeployment
        #expect(promoted.told.contains { $0.type == .serviceDeployed })
        #expect(!promoted.told.contains { $0.type == .serviceUpgraded })
        // The candidate ended before it had any traffic: users never had anything but the old version.
        #expect(try !Runs.story("crashed").told.contains { $0.short.hasPrefix("service.") })
    }

    /// Nothing was there before, and nothing is again.
    @Test func aFirstReleaseThatIsTakenBackAfterItsPromotionIsARemoval() throws {
        #expect(
            Runs.removal.told.suffix(3).map(\.type) == [.releaseWithdrawn, .serviceRemoved, .releaseFinished])
    }

    @Test func anArtifactIsNamedInOneWayEverywhere() throws {
        let told = try Runs.story("succeeded").told
        let packaged = try #require(told.first { $0.type == .artifactPackaged })
        let upgraded = try #require(told.first { $0.type == .serviceUpgraded })
        #expect(upgraded.content["artifactId"] == .string(packaged.subject))
        #expect(packaged.content["change"] == .object(["id": .string("4f2c1a9d07c84c1f9a6f5f1f6d2f0d1f7c3b9a11")]))
        let hostile = try #require(try Runs.story("hostile").told.first { $0.type == .artifactPackaged })
        #expect(hostile.subject.hasPrefix("pkg:generic/shop@%1B%5B31m%22%3Cb%3E%00%0A"))
    }

    @Test func aFailedTestSaysWhy() throws {
        let told = try Runs.story("test failed").told
        let task = try #require(told.last { $0.type == .taskRunFinished })
        #expect(task.content["taskName"] == .string("regression"))
        #expect(task.content["outcome"] == .string("failure"))
        #expect(task.content["errors"] == .string("exit status 2"))
        #expect(told.last?.content["errors"] == .string("test/2: exit status 2"))
    }

    @Test func everyEventHasAnIdOfItsOwnThatNeverChanges() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let records = Runs.simulated(seed)
            #expect(records.told == records.told)
            #expect(Set(records.told.map(\.id)).count == records.told.count)
        }
    }

    /// Another journal in the same place counts from 1 again, and a receiver must not take its events for old ones.
    @Test func anotherJournalHasOtherIds() throws {
        let records = try Runs.story("succeeded")
        let later = records.map {
            EventRecord(sequence: $0.sequence, time: $0.time + .seconds(60), run: $0.run, event: $0.event)
        }
        #expect(Set(records.told.map(\.id)).isDisjoint(with: later.told.map(\.id)))
    }

    @Test func samplesChangeNothing() throws {
        let records = try Runs.story("rolled back")
        let others = records.filter { if case .release(_, .trafficSampled) = $0.event { false } else { true } }
        #expect(others.count < records.count)
        #expect(others.told == records.told)
    }

    @Test func ofARunWithoutItsBeginningNothingIsTold() throws {
        #expect(Array(try Runs.story("rolled back").dropFirst()).told == [])
    }

    @Test func whoeverBeginsAnywhereTellsTheSame() async throws {
        let records = try Runs.story("rolled back").filter {
            if case .release(_, .trafficSampled) = $0.event { false } else { true }
        }
        try await withJournal(of: records) { reader, _ in
            let written = try await reader.events().all()
            let all = written.told
            for cut in written.indices {
                var translator = EventTranslator(source: try #require(source))
                var told: [CDEvent] = []
                for record in written[cut...] {
                    told += try await translator.translate(record, readingBackIn: reader)
                }
                #expect(told == all.suffix(told.count))
                #expect(
                    told.count
                        == written[cut...].flatMap { record in
                            all.filter { $0.customData["sequence"] == .integer(record.sequence) }
                        }.count)
            }
        }
    }
}

@Suite("Where events come from")
struct EventSourceTests {
    @Test func aSourceIsAURIWithoutSecrets() {
        for text in ["https://ci.example.org/slipway", "http://ci:8080", "urn:slipway:1"] {
            #expect(EventSource(text)?.uri == text)
        }
        let bad = [
            "", "a b", "http://[", "https://ana:pw@ci.example.org", "https://ana@ci", "/slipway", "https://c/%zz",
            "https://c/?token=1", "https://c/#top", "https://c/" + String(repeating: "a", count: 1024),
        ]
        for text in bad { #expect(EventSource(text) == nil, "\(text)") }
    }

    @Test func byDefaultItIsThisMachineAndTheStateDirectory() {
        let source = EventSource.standard(for: StateDirectory(path: "/srv/my shop/.slipway"))
        #expect(source.uri.hasPrefix("slipway://"))
        #expect(source.uri.hasSuffix("/srv/my%20shop/.slipway"))
        #expect(EventSource(source.uri) == source)
    }
}

extension Rollout {
    /// A first release that was promoted.
    fileprivate static var firstDeployment: [EventRecord] {
        for seed in 1...200 as ClosedRange<UInt64> {
            let outcome = Rollout.run(seed: seed)
            let isFirst = outcome.scenario.sites.values.allSatisfy { $0.previous == nil }
            // Of a run that was opened again the beginning would have to be read back.
            let isReopened = outcome.events.contains { if case .run(.reopened) = $0 { true } else { false } }
            if isFirst, !isReopened, outcome.states.count == 1, outcome.states[0].result == .succeeded {
                return outcome.records
            }
        }
        return []
    }
}
