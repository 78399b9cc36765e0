import Delivery
import Foundation
import Server
import SlipwayTesting
import Testing
import Triggers
import Values
import Web

@Suite struct MetricsTests {
    @Test func theTallyTellsHowOftenSourcesWereAsked() throws {
        let folder = try TemporaryDirectory()
        defer { folder.remove() }
        let file = "\(folder.path)/slipway.yml"
        let text = "name: shop\nstages: [{ name: build, steps: [{ run: make }] }]\nenvironments: {}\n"
        try Data(text.utf8).write(to: URL(filePath: file))
        let tally = ServerTally(
            version: "1", since: Timestamp(milliseconds: 0), served: [try ServedPipeline(path: file)], ledger: Ledger(),
            runs: [])
        let metrics = tally.metrics(polls: ["shop": PollCount(asked: 3, failed: 1)], sinks: [], lostLogLines: 0)
        #expect(metrics.pipelines.map(\.polls) == [3] && metrics.pipelines.map(\.failedPolls) == [1])
    }

    private static let hostile = "a\"b\\c\nd{e=\"f\"} 1"

    private static var metrics: ServerMetrics {
        var metrics = ServerMetrics(version: "0.1.0", since: Timestamp(milliseconds: 1_500_000_000_500))
        var shop = PipelineMetrics(name: hostile)
        shop.runs = [.waiting: 2]
        shop.finished = [.rolledBack: 3, .succeeded: 4]
        shop.gatesWaiting = 2
        shop.polls = 10
        shop.failedPolls = 1
        var production = EnvironmentMetrics(pipeline: hostile, name: "production")
        production.version = "1.42.0"
        production.split = Share(percent: 25)
        production.isReleasing = true
        production.instances = 2
        production.answering = 1
        production.isRouterUp = false
        production.verdicts = [.unhealthy: 1]
        metrics.pipelines = [shop, PipelineMetrics(name: "blog")]
        metrics.environments = [production, EnvironmentMetrics(pipeline: "blog", name: "production")]
        metrics.monitors = [
            MonitorMetrics(pipeline: "blog", name: "up", isUp: true),
            MonitorMetrics(pipeline: "blog", name: "?", isUp: nil),
        ]
        metrics.sinks = [SinkMetrics(name: "dashboard", waiting: 7, lag: .milliseconds(1500), failures: 2)]
        metrics.disk = DiskMetrics(free: 3 << 30, reserve: 256 << 20)
        metrics.journalSequence = 9_007_199_254_740_991
        for milliseconds in [0, 1, 3, 700, 60_000] { metrics.eventLatency.record(.milliseconds(milliseconds)) }
        return metrics
    }

    private func exposition(of metrics: ServerMetrics) async throws -> (Exposition, WebClient.Answer) {
        let delegate = try RunningServer()
        delegate.change { $0.metrics = metrics }
        let server = try await delegate.start()
        _ = try await server.get("/none")
        let answer = try #require(try await server.get("/metrics"))
        await server.stop()
        return (try Exposition(answer.body), answer)
    }

    @Test func everyNumberIsTold() async throws {
        let (read, answer) = try await exposition(of: Self.metrics)
        #expect(answer.fields["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let shop = ["pipeline": Self.hostile]
        let production = ["pipeline": Self.hostile, "environment": "production"]
        #expect(read["slipway_build_info", ["version": "0.1.0"]] == 1)
        #expect(read["slipway_start_time_seconds", [:]] == 1_500_000_000.5)
        #expect(read["slipway_runs", shop.adding("state", "waiting")] == 2)
        #expect(read["slipway_runs", shop.adding("state", "running")] == 0)
        #expect(read["slipway_runs_finished_total", shop.adding("result", "rolledBack")] == 3)
        #expect(read["slipway_gates_waiting", shop] == 2)
        #expect(read["slipway_gates_waiting", ["pipeline": "blog"]] == 0)
        #expect(read["slipway_polls_total", shop] == 10)
        #expect(read["slipway_polls_failed_total", shop] == 1)
        #expect(read["slipway_environment_info", production.adding("version", "1.42.0")] == 1)
        #expect(read["slipway_split_ratio", production] == 0.25)
        #expect(read["slipway_environment_instances", production] == 2)
        #expect(read["slipway_environment_instances_answering", production] == 1)
        #expect(read["slipway_environment_router_up", production] == 0)
        #expect(read["slipway_environment_router_up", production.adding("pipeline", "blog")] == nil)
        #expect(read["slipway_environment_instances_answering", production.adding("pipeline", "blog")] == nil)
        #expect(read["slipway_environment_releasing", production] == 1)
        #expect(read["slipway_environment_frozen", production] == 0)
        #expect(read["slipway_verdicts_total", production.adding("verdict", "unhealthy")] == 1)
        #expect(read["slipway_verdicts_total", production.adding("verdict", "no_data")] == 0)
        #expect(read["slipway_monitor_up", ["pipeline": "blog", "monitor": "up"]] == 1)
        #expect(read["slipway_monitor_up", ["pipeline": "blog", "monitor": "?"]]?.isNaN == true)
        #expect(read["slipway_sink_waiting", ["sink": "dashboard"]] == 7)
        #expect(read["slipway_sink_lag_seconds", ["sink": "dashboard"]] == 1.5)
        #expect(read["slipway_sink_failures_total", ["sink": "dashboard"]] == 2)
        #expect(read["slipway_journal_sequence", [:]] == 9_007_199_254_740_991)
        #expect(read["slipway_http_requests_total", ["code": "404"]] == 1)
        #expect(read["slipway_log_lines_lost_total", [:]] == 0)
    }

    @Test func latenciesAreCumulative() async throws {
        let (read, _) = try await exposition(of: Self.metrics)
        let name = "slipway_event_latency_seconds"
        let expected: [String: Double] = ["0.001": 2, "0.002": 2, "0.005": 3, "0.5": 3, "1": 4, "10": 4, "+Inf": 5]
        for (bound, count) in expected { #expect(read["\(name)_bucket", ["le": bound]] == count, "\(bound)") }
        #expect(read["\(name)_count", [:]] == 5)
        #expect(read["\(name)_sum", [:]] == 60.704)
    }

    /// With nothing to say about pipelines their families are left out: a TYPE without a sample helps nobody.
    @Test func aServerWithoutPipelinesHasMetrics() async throws {
        let (read, _) = try await exposition(of: ServerMetrics(version: "1", since: Timestamp(milliseconds: 0)))
        #expect(read.types["slipway_runs"] == nil)
        #expect(read.types["slipway_build_info"] == "gauge")
    }

    /// What counts is what the page says, and the other way round.
    @Test func everyMetricIsDocumented() async throws {
        let (read, _) = try await exposition(of: Self.metrics)
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Documentation/server.md")
        let text = try String(contentsOf: page.standardizedFileURL, encoding: .utf8)
        let named = Set(text.matches(of: /`(slipway_[a-z_]+)`/).map { String($0.1) })
        #expect(named == Set(read.types.keys))
        for (name, type) in read.types { #expect((type == "counter") == name.hasSuffix("_total"), "\(name)") }
    }
}

extension [String: String] {
    fileprivate func adding(_ name: String, _ value: String) -> Self { merging([name: value]) { $1 } }
}
