import Delivery
import Foundation
import Testing
import Values

@Suite struct UnitTests {
    @Test(arguments: [
        (0, "0%"), (500, "5%"), (5, "0.05%"), (1250, "12.5%"), (1255, "12.55%"), (10_000, "100%"), (-5, "0%"),
        (10_001, "100%"),
    ])
    func shares(basisPoints: Int, text: String) {
        #expect("\(Share(basisPoints: basisPoints))" == text)
    }

    @Test(arguments: [
        (5, 500), (0.05, 5), (99.999, 10_000), (-1, 0), (Double.infinity, 0), (Double.nan, 0), (200, 10_000),
    ])
    func percentages(percent: Double, basisPoints: Int) {
        #expect(Share(percent: percent).basisPoints == basisPoints)
    }

    @Test(arguments: [
        (0, "0ms"), (350, "350ms"), (4000, "4s"), (4250, "4.2s"), (72_000, "1m12s"), (7_500_000, "2h5m"),
        (60_000, "1m"), (-350, "-350ms"),
    ])
    func durations(milliseconds: Int, text: String) {
        #expect(Duration.milliseconds(milliseconds).brief == text)
    }

    @Test(arguments: [
        (0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1434, "1.4 KiB"), (536_870_912, "512 MiB"), (1 << 41, "2 TiB"),
    ])
    func byteCounts(bytes: Int64, text: String) {
        #expect("\(ByteCount(bytes: bytes))" == text)
    }

    @Test func digests() {
        let upper = Digest(String(repeating: "AB", count: 32))
        #expect(upper?.hexadecimal == String(repeating: "ab", count: 32))
        #expect(upper?.short == "abababababab")
        #expect(Digest(String(repeating: "a", count: 63)) == nil)
        #expect(Digest(String(repeating: "g", count: 64)) == nil)
        #expect(Digest(String(repeating: "é", count: 32)) == nil)
    }

    @Test(arguments: ["127.0.0.1:80", "::1:8080", "localhost:65535"])
    func endpoints(text: String) {
        #expect(Endpoint(text).map { "\($0)" } == text)
    }

    @Test(arguments: ["", "80", ":80", "host:", "host:0", "host:65536", "host:-1", "host:x"])
    func noEndpoints(text: String) {
        #expect(Endpoint(text) == nil)
    }

    @Test func timestamps() {
        let time = Timestamp(milliseconds: 1000)
        #expect(time + .seconds(2) - time == .seconds(2))
        #expect(time < time + .milliseconds(1))
    }

    @Test func namesOfThings() {
        #expect("\(InstanceID.second)" == "local/green-2")
        #expect("\(StepID(stage: "build", index: 0))" == "build/1")
        #expect(Slot.blue.other == .green)
    }
}
