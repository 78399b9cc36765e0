import DemoShop
import Foundation
import Testing

@Suite struct ShopProcessTests {
    @Test("SIGTERM: the answer in flight is finished, then the process exits 0")
    func termination() async throws {
        let process = try ShopProcess(
            ["serve", "--port", "0"], configuration: #"{"version": "3.1", "latency": {"medianMilliseconds": 300}}"#)
        let line = try await process.listeningLine()
        #expect(line.event == "listening")
        #expect(line.version == "3.1")
        let address = try LoopbackAddress(line.address)
        #expect(try await eventually { try await status(of: RawClient.get("/healthz", from: address)) == 200 })
        let client = try await RawClient(to: address)
        try await client.send("GET", "/checkout")
        #expect(try await status(of: RawClient.get("/version", from: address)) == 200)
        process.send(SIGTERM)
        #expect(status(of: await client.readToEnd()) == 200)
        #expect(await process.exitStatus() == 0)
    }

    @Test("The injected crash is a real one: after N requests the process aborts, without an answer")
    func crash() async throws {
        let process = try ShopProcess(["serve", "--port", "0"], configuration: #"{"crashAfterRequests": 5}"#)
        let address = try LoopbackAddress(try await process.listeningLine().address)
        #expect(try await eventually { try await status(of: RawClient.get("/healthz", from: address)) == 200 })
        for _ in 1...5 { #expect(try await status(of: RawClient.get("/", from: address)) == 200) }
        #expect(try await RawClient.get("/", from: address).isEmpty)
        #expect(await process.exitStatus() == -SIGABRT)
    }

    @Test("failToStart ends with an error")
    func failToStart() async throws {
        let process = try ShopProcess(["serve", "--port", "0"], configuration: #"{"failToStart": true}"#)
        #expect(await process.exitStatus() == 1)
    }

    @Test("Customers stop at SIGTERM with a last, private report")
    func customers() async throws {
        try await RunningShop.whenReady(.version("5.0")) { shop in
            let process = try ShopProcess(
                [
                    "customers", "--url", "http://\(shop.address)", "--rate", "200", "--users", "20", "--report",
                    "report.json",
                ])
            let file = process.folder.appending(path: "report.json")
            let hasBegun = try await eventually {
                let report = try? CustomerReport(contentsOf: file)
                return (report?.totals.results.ok ?? 0) > 0 && report?.finished == false
            }
            #expect(hasBegun)
            process.send(SIGTERM)
            #expect(await process.exitStatus() == 0)
            let report = try CustomerReport(contentsOf: file)
            #expect(report.finished)
            #expect(report.totals.sent == report.versions["5.0"]?.ok)
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: process.folder.path) == ["report.json"])
        }
    }

    @Test("Customers refuse to visit another machine")
    func elsewhere() async throws {
        let process = try ShopProcess(["customers", "--url", "http://192.0.2.1:80", "--duration", "1s"])
        #expect(await process.exitStatus() == 64)
    }
}
