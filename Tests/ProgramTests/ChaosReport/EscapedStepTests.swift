#if os(Linux)
    import Delivery
    import Foundation
    import SlipwayTesting
    import Testing

    extension ChaosReport {
        /// A step is cancelled whose process has left its group and its session: it ends with it.
        @Suite(.serialized)
        struct EscapedStepTests {
            private static let ways = [
                "timeout 300 sh -c \"echo $$ >pid; sleep 300; :\"",
                "setsid sh -c \"echo \\$\\$ >pid; sleep 300; :\" & wait",
            ]

            @Test(arguments: ways) func itEndsWithTheStep(way: String) async throws {
                try await withFolder { folder in
                    let pipeline =
                        "name: slow\nrelease: automatic\nstages: [{ name: build, steps: [{ run: '\(way)' }] }]\n"
                    try Data(pipeline.utf8).write(to: folder.appending(path: "slipway.yml"))
                    let state = folder.appending(path: "state").path
                    let ending = try await Program.run(["run", "--output", "plain", "--state", state], in: folder) {
                        _ in
                        try await eventually("the step runs", within: .seconds(20)) {
                            let text = try? String(contentsOf: folder.appending(path: "pid"), encoding: .utf8)
                            return text?.isEmpty == false
                        }
                        let order = try await Program.run(["cancel", "--state", state])
                        #expect(order.status == 0, "\(order.error)")
                    }
                    #expect(ending.status == 4, "\(ending.output)\(ending.error)")
                    #expect(ending.output.contains("run cancelled"), "\(ending.output)")
                    #expect(try await Leftovers.processes(of: folder) == [])
                }
            }
        }
    }
#endif
