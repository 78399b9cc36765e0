import ArgumentParser
import DemoShop
import Foundation
import Values

struct CustomersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customers",
        abstract: "Visit the shop as many users do, and count everything that goes wrong.",
        discussion: """
            Requests arrive as a Poisson process, whether or not earlier ones were answered, and are never repeated. \
            Ends after --duration, or at SIGTERM or SIGINT, with a last report.
            """)

    @Option(help: "The shop, on this machine: http://127.0.0.1:8080.")
    var url: String

    @Option(help: "Requests a second, on average.")
    var rate = 250.0

    @Option(help: "Different users, each with a cookie of its own.")
    var users = 400

    @Option(help: "How long: 500ms, 60s, 5m. Without it, until SIGTERM or SIGINT.", transform: Duration.argument)
    var duration: Duration?

    @Option(help: "The same seed gives the same arrivals, users and pages.")
    var seed: UInt64 = 1

    @Option(help: "Where a report is written every second and at the end, as JSON. Default: at the end, to the output.")
    var report: String?

    func validate() throws {
        _ = try plan()
    }

    func run() async throws {
        let customers = Customers(try plan())
        let signals = TerminationSignals.stream()
        let stopping = Task {
            for await _ in signals { await customers.stop() }
        }
        defer { stopping.cancel() }
        let deadline = duration.map { ContinuousClock.now + $0 }
        let file = report.map { URL(fileURLWithPath: $0) }
        let last = try await customers.run(until: deadline, reportingTo: file)
        if file == nil { StandardOutput.print(last) }
    }

    private func plan() throws -> CustomerPlan {
        do {
            return try CustomerPlan(target: LoopbackAddress(url: url), rate: rate, users: users, seed: seed)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
