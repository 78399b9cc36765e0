import DemoShop
import Foundation
import Testing

/// What tests of the demo's second run, which releases 1.42.0, have in common.
enum Demo {
    /// What the build step finds in its environment, whoever carries it out.
    static let variables = ["SLIPWAY_DEMO_SHOP": program]
    static let program = Program.products.appending(path: "slipway-demo-shop").path

    /// The release went as if nobody had been killed: each step once, the right version in service, no customer
    /// failed. Takes everything down.
    static func expectRelease(in folder: URL) async throws {
        let record = Record(of: 2, in: folder.path)
        try await record.expectOneOfEachStep(writingOneLine: ["build-1", "test-1"])
        try await record.expectInService("1.42.0", builtFrom: folder.appending(path: "source/dist"))
        try await takeDown(folder)
        let report = try CustomerReport(contentsOf: folder.appending(path: "customers.json"))
        #expect(report.totals.results.failed == 0)
        #expect(try #require(report.versions["1.42.0"]).ok > 0)
        #expect(try await Leftovers.processes(of: folder) == [])
    }
}
