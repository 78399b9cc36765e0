import DemoShop
import Foundation
import Testing

@Suite struct CustomerReportTests {
    private static let json = """
        {"elapsedMilliseconds":61000,"finished":true,"format":1,"seconds":[
          {"failed":1,"ok":2,"second":60,"sent":4,"skipped":0}],"target":"127.0.0.1:8080","totals":{"inFlight":1,
          "results":{"byStatus":{"200":2},"failed":1,"latency":{"count":2,"longestMilliseconds":9.125,"p50Milliseconds":4,
          "p90Milliseconds":9,"p999Milliseconds":9.125,"p99Milliseconds":9.125},"ok":2,"withoutAnswer":{"refused":1}},
          "sent":4,"skipped":0},"versions":{}}
        """

    private func withFile(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appending(path: "report.json"))
    }

    @Test("A report that is written is read back the same, and replaces the one before")
    func roundTrip() throws {
        try withFile { file in
            try Data(Self.json.utf8).write(to: file)
            let report = try CustomerReport(contentsOf: file)
            #expect(report.totals.results.latency.longest == .microseconds(9125))
            #expect(report.totals.results.byStatus == [200: 2])
            #expect(report.totals.results.withoutAnswer == [.refused: 1])
            try Data("old".utf8).write(to: file)
            try report.write(to: file)
            #expect(try CustomerReport(contentsOf: file) == report)
            let folder = file.deletingLastPathComponent()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.json"])
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("Reports that cannot be: a missing file, rubbish, a latency that is none, one without end")
    func unreadable() throws {
        try withFile { file in
            #expect(throws: CustomerReportError.self) { try CustomerReport(contentsOf: file) }
            for text in ["{}", Self.json.replacing("9.125", with: "-1"), String(repeating: " ", count: 5_000_000)] {
                try Data(text.utf8).write(to: file)
                #expect(throws: CustomerReportError.self) { try CustomerReport(contentsOf: file) }
            }
        }
    }

    @Test("A report that cannot be written says where")
    func unwritable() throws {
        try withFile { file in
            try Data(Self.json.utf8).write(to: file)
            let report = try CustomerReport(contentsOf: file)
            let nowhere = file.deletingLastPathComponent().appending(path: "missing/report.json")
            let error = #expect(throws: CustomerReportError.self) { try report.write(to: nowhere) }
            #expect(error?.description.contains(nowhere.path) == true)
        }
    }
}
