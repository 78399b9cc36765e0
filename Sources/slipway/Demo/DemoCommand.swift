import ArgumentParser
import Delivery
import Foundation
import Telemetry
import Values

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Release a real sample service on this machine, with real requests, and watch it.",
        discussion: """
            First releases version 1.41.0, lets customers come, and then releases 1.42.0 beside it as a canary, \
            with the fault that the scenario names. Afterwards everything is taken down again.
            """)

    @Option(
        help: "What is wrong with the new version: \(DemoScenario.allCases.map(\.rawValue).joined(separator: ", ")).")
    var scenario = DemoScenario.good

    @Option(name: .customLong("step-time"), help: "How long each step of the canary bakes, in seconds.")
    var stepTime = 8.0

    @Flag(help: "Without a person: approve and resume the release by itself, and take no keys.")
    var headless = false

    @Option(help: "plain, json or dashboard; by default whatever suits the terminal.")
    var output: OutputMode?

    @Option(help: "Where to keep state; by default a new directory in the temporary one, which stays.")
    var state: String?

    @Option(help: "The port that the shop listens on; by default any that is free.")
    var port: Int?

    @Flag(
        name: .customLong("take-down"), help: "End what a demo that was killed left: the shop, its router, customers.")
    var takeDown = false

    func validate() throws {
        guard (0.5...600).contains(stepTime) else { throw ValidationError("--step-time takes 0.5 to 600 seconds") }
        if let port, !(1...65535).contains(port) { throw ValidationError("--port takes 1 to 65535") }
        if headless, output == .dashboard { throw ValidationError("--headless has no dashboard") }
    }

    func run() async throws {
        try await reporting {
            if takeDown { return try await DemoLeftovers.takeDown(state: state) }
            let mode = output ?? (headless ? .plain : .suitable)
            let demo = try Demo(
                scenario: scenario, bake: .milliseconds(Int64(stepTime * 1000)), isHeadless: headless, mode: mode,
                state: state, port: port)
            throw try await demo.carryOut().code
        }
    }
}
