import Delivery
import DemoShop
import Fleet
import Foundation
import Values

/// The demo's customers: a program of their own, so that they go on whatever happens to the executor.
struct DemoCustomers {
    private let command: DurableCommand
    private let program: String
    private let report: URL

    init(in directory: URL, program: String) {
        command = DurableCommand(directory: directory.appending(path: "visit-\(UUID().uuidString.prefix(8))"))
        self.program = program
        report = directory.appending(path: "customers.json")
    }

    /// Lets customers come, and waits until the first were served.
    func come(to shop: Endpoint, variables: [String: String]) async throws {
        var variables = variables
        variables["SHOP"] = "http://\(shop)"
        variables["PROGRAM"] = program
        variables["REPORT"] = report.path
        let script = #"exec "$PROGRAM" customers --url "$SHOP" --rate 300 --users 600 --report "$REPORT""#
        _ = try await command.start(
            DurableCommandSpecification(
                script: script, workingDirectory: report.deletingLastPathComponent(), environment: variables))
        while (try? CustomerReport(contentsOf: report))?.totals.results.ok ?? 0 == 0 {
            guard try command.state() == .running else {
                let output = String(decoding: try command.lastOutput(limit: 2000).bytes, as: UTF8.self)
                throw Problem(what: "the customers stayed away", why: output)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Sends the customers home; gives what they met, when the last answer has come: `nil` when none ever came.
    ///
    /// - Throws: `Problem` when they may still be there.
    func leave() async throws(Problem) -> CustomerReport? {
        do { try await command.cancel(grace: .seconds(5)) } catch {
            throw Problem(what: "the customers", why: "\(error)")
        }
        return try? CustomerReport(contentsOf: report)
    }
}
