import Delivery
import PipelineFile
import Testing
import Values

/// How values are written.
@Suite struct ValueTests {
    @Test(
        arguments: [
            "350ms": 350, "10s": 10_000, "2m": 120_000, "1h": 3_600_000, "1h30m": 5_400_000, "24h": 86_400_000,
            "2d": 172_800_000, "1d2h3m4s5ms": 93_784_005, "0s": 0, "\"90m\"": 5_400_000,
        ] as [String: Int64])
    func times(text: String, milliseconds: Int64) throws {
        let pipeline = try PipelineFile.parse(Example.replacing("keep-old: 10m", with: "keep-old: \(text)"))
        #expect(pipeline.environments["production"]?.rollback.keepOld == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "10", "s", "10 s", "1.5h", "-1s", "1s1s", "30m1h", "1h 30m", "10S", "1w", "99999999999s", "9999999d", "١s", "",
        "10sec", "1h30", "0x1s",
    ])
    func noTimes(text: String) throws {
        let problems = summaries(of: try Example.replacing("keep-old: 10m", with: "keep-old: \"\(text)\""))
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("slipway.yml:53:44: expected a time, found ") == true)
    }

    @Test(arguments: ["0%": 0, "0.05%": 5, "5%": 500, "12.5%": 1250, "99.99%": 9999, "0.29%": 29])
    func shares(text: String, basisPoints: Int) throws {
        let pipeline = try PipelineFile.parse(Example.replacing("tolerance: 0.1%", with: "tolerance: \(text)"))
        let rule = HealthRule.errors(worseBy: 2, tolerance: Share(basisPoints: basisPoints))
        #expect(pipeline.environments["production"]?.health.contains(rule) == true)
    }

    @Test(arguments: ["0.001%", "101%", "-1%", "1e1%", "nan%", ".5%", "5.%", "5 %", "%", "5", "1,5%"])
    func noShares(text: String) throws {
        let problems = summaries(of: try Example.replacing("tolerance: 0.1%", with: "tolerance: \"\(text)\""))
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("slipway.yml:50:44: expected a share, found ") == true)
    }

    @Test(arguments: ["1x": 1, "1.5x": 1.5, "1000x": 1000] as [String: Double])
    func factors(text: String, factor: Double) throws {
        let pipeline = try PipelineFile.parse(Example.replacing("worse-by: 2x", with: "worse-by: \(text)"))
        let rule = HealthRule.errors(worseBy: factor, tolerance: Share(percent: 0.1))
        #expect(pipeline.environments["production"]?.health.contains(rule) == true)
    }

    @Test(arguments: ["x", "infx", "1e3x", "-1x", "0x", "1001x", "1.5 x", "2"])
    func noFactors(text: String) throws {
        #expect(summaries(of: try Example.replacing("worse-by: 2x", with: "worse-by: \"\(text)\"")).count == 1)
    }

    @Test(arguments: ["0.0.0.0:80", "*:8080", "[::]:8080", "[::1]:65535", "shop.example:80"])
    func addresses(text: String) throws {
        let pipeline = try PipelineFile.parse(Example.replacing("127.0.0.1:8080", with: "\"\(text)\""))
        #expect(pipeline.environments["production"]?.traffic.listen.description == text)
    }

    @Test(arguments: [
        "::1", "::1:80", "a:0", "a:65536", ":80", "80", "a\\nb:80", "a;b:80", "a b:80", "[::1:80", "a:+80",
    ])
    func noAddresses(text: String) throws {
        #expect(summaries(of: try Example.replacing("127.0.0.1:8080", with: "\"\(text)\"")).count == 1)
    }

    @Test(arguments: ["0.0.0.0:8081", "*:8081", "[::]:8081", "127.0.0.1:8081", "localhost:8081"])
    func addressesThatOverlap(text: String) throws {
        let problems = summaries(of: try Example.replacing("127.0.0.1:8080", with: "\"\(text)\""))
        #expect(problems.first?.contains("is already the address of the environment") == true)
    }
}
