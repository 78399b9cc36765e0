import Foundation
import Testing

/// A step that hangs, one that works at the third try, one that may fail, and one that cleans up: with real processes.
struct StepTermsTests {
    private static let pipeline = """
        name: shop
        release: manual
        stages:
          - name: test
            steps:
              - run: echo try >> tries; test "$(wc -l < tries)" -ge 3
                retry: { times: 2, backoff: 50ms }
              - run: exit 7
                continue-on-error: true
              - run: echo waiting for a lock; sleep 1000 & sleep 1000
                name: migration
                timeout: 1s
              - run: touch more
              - run: touch cleaned
                when: always
        environments: {}

        """

    @Test func whatHangsIsEndedAndCleanedUpBehind() async throws {
        try await withFolder { folder in
            try Data(Self.pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            let ending = try await Program.run(["run", "--output", "plain"], in: folder)
            #expect(ending.status == 1, "\(ending.output)\(ending.error)")
            #expect(ending.output.contains("test: migration failed: took longer than 1s"), "\(ending.output)")
            #expect(ending.output.contains("waiting for a lock"), "\(ending.output)")
            let tries = try String(contentsOf: folder.appending(path: "tries"), encoding: .utf8)
            #expect(tries == "try\ntry\ntry\n")
            let exists = { (name: String) in FileManager.default.fileExists(atPath: folder.appending(path: name).path) }
            #expect(exists("cleaned") && !exists("more"))
            #expect(try await Leftovers.processes(of: folder) == [])
        }
    }

    @Test func aPlanSaysHowLongThingsMayTake() async throws {
        try await withFolder { folder in
            try Data(Self.pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
            let plan = try await Program.run(["plan"], in: folder)
            #expect(
                plan.output == """
                    shop: a person releases
                    test
                      echo try >> tries; test "$(wc -l < tries)" -ge 3: at most 1h, again up to 2x if it fails, first after 50ms
                      exit 7: at most 1h, its failure does not matter
                      migration: at most 1s
                      touch more: at most 1h
                      touch cleaned: at most 1h, whatever happens

                    """)
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: ".slipway").path))
        }
    }
}
