import Delivery
import Values

extension ServerMetrics {
    /// The numbers as Prometheus is told them. `Documentation/server.md` lists them.
    var families: [MetricFamily] {
        [
            MetricFamily(
                "slipway_build_info", .gauge, help: "The version of Slipway that serves.",
                [MetricSample(["version": version], 1)]),
            MetricFamily(
                "slipway_start_time_seconds", .gauge, help: "When the server was started, since 1970.",
                [MetricSample([:], Double(since.milliseconds) / 1000)]),
            MetricFamily(
                "slipway_journal_sequence", .gauge, help: "The number of the journal's last event.",
                [MetricSample([:], journalSequence)]),
            MetricFamily(
                "slipway_event_latency_seconds", .histogram,
                help: "From an event's time until those who follow were told of it.", eventLatency.samples),
            MetricFamily(
                "slipway_log_lines_lost_total", .counter, help: "Lines of the log that could not be written.",
                [MetricSample([:], lostLogLines)]),
        ] + diskFamilies + pipelineFamilies + environmentFamilies + monitorFamilies + sinkFamilies
    }

    private var diskFamilies: [MetricFamily] {
        guard let disk else { return [] }
        return [
            MetricFamily(
                "slipway_disk_free_bytes", .gauge, help: "What is free on the disk of the state directory.",
                [MetricSample([:], disk.free)]),
            MetricFamily(
                "slipway_disk_reserve_bytes", .gauge,
                help: "What of it is left to the journal: with less free, output is not kept.",
                [MetricSample([:], disk.reserve)]),
        ]
    }

    private var pipelineFamilies: [MetricFamily] {
        [
            MetricFamily(
                "slipway_runs", .gauge, help: "Runs that have not finished, by state.",
                pipelines.flatMap { pipeline in
                    [Phase.queued, .running, .waiting, .halted].map { phase in
                        MetricSample(
                            ["pipeline": pipeline.name, "state": phase.rawValue], pipeline.runs[phase] ?? 0)
                    }
                }),
            MetricFamily(
                "slipway_runs_finished_total", .counter, help: "Runs that have finished, by result.",
                pipelines.flatMap { pipeline in
                    pipeline.finished.sorted { $0.key.rawValue < $1.key.rawValue }.map { result, count in
                        MetricSample(["pipeline": pipeline.name, "result": result.rawValue], count)
                    }
                }),
            perPipeline("slipway_gates_waiting", .gauge, "Gates that wait for a decision.") { $0.gatesWaiting },
            perPipeline("slipway_polls_total", .counter, "How often the source was asked for changes.") { $0.polls },
            perPipeline("slipway_polls_failed_total", .counter, "How often asking the source did not work.") {
                $0.failedPolls
            },
        ]
    }

    private var environmentFamilies: [MetricFamily] {
        [
            MetricFamily(
                "slipway_environment_info", .gauge, help: "The version that users have.",
                environments.compactMap { environment in
                    environment.version.map { version in
                        MetricSample(
                            [
                                "pipeline": environment.pipeline, "environment": environment.name.rawValue,
                                "version": version,
                            ], 1)
                    }
                }),
            perEnvironment("slipway_split_ratio", "The candidate's share of the traffic, from 0 to 1.") {
                $0.split.fraction
            },
            perEnvironment("slipway_environment_instances", "Instances of the version that users have.") {
                $0.instances > 0 ? Double($0.instances) : nil
            },
            perEnvironment("slipway_environment_instances_answering", "How many of them answer.") {
                // Where nothing is in service, none that answers is no outage.
                $0.instances > 0 ? Double($0.answering) : nil
            },
            perEnvironment("slipway_environment_router_up", "Whether the router listens, between releases.") {
                $0.isRouterUp.map { $0 ? 1 : 0 }
            },
            perEnvironment(
                "slipway_environment_instances_given_up", "Instances that nobody starts again before slipway up."
            ) {
                $0.instances > 0 ? Double($0.givenUp) : nil
            },
            perEnvironment("slipway_environment_taken_down", "Whether a person took it down.") {
                $0.isTakenDown ? 1 : 0
            },
            MetricFamily(
                "slipway_instance_restarts_total", .counter, help: "How often an instance was started again.",
                environments.map { environment in
                    MetricSample(
                        ["pipeline": environment.pipeline, "environment": environment.name.rawValue],
                        environment.restarts)
                }),
            perEnvironment("slipway_environment_releasing", "Whether something is being released into it.") {
                $0.isReleasing ? 1 : 0
            },
            perEnvironment("slipway_environment_frozen", "Whether it is frozen.") { $0.isFrozen ? 1 : 0 },
            MetricFamily(
                "slipway_verdicts_total", .counter, help: "Verdicts on releases, by kind.",
                environments.flatMap { environment in
                    EnvironmentMetrics.Verdict.allCases.map { verdict in
                        MetricSample(
                            [
                                "pipeline": environment.pipeline, "environment": environment.name.rawValue,
                                "verdict": verdict.rawValue,
                            ], environment.verdicts[verdict] ?? 0)
                    }
                }),
        ]
    }

    private var monitorFamilies: [MetricFamily] {
        [
            MetricFamily(
                "slipway_monitor_up", .gauge, help: "Whether a monitor's last check succeeded; NaN when unknown.",
                monitors.map { monitor in
                    MetricSample(
                        ["pipeline": monitor.pipeline, "monitor": monitor.name],
                        monitor.isUp.map { $0 ? 1.0 : 0.0 } ?? .nan)
                })
        ]
    }

    private var sinkFamilies: [MetricFamily] {
        [
            perSink("slipway_sink_waiting", .gauge, "Events that a sink was not told of yet.") { Double($0.waiting) },
            perSink("slipway_sink_lag_seconds", .gauge, "How old the oldest of them is.") { $0.lag.seconds },
            perSink("slipway_sink_failures_total", .counter, "Attempts to tell a sink that did not work.") {
                Double($0.failures)
            },
        ]
    }

    private func perPipeline(
        _ name: StaticString, _ kind: MetricFamily.Kind, _ help: String, _ value: (PipelineMetrics) -> Int
    ) -> MetricFamily {
        MetricFamily(name, kind, help: help, pipelines.map { MetricSample(["pipeline": $0.name], value($0)) })
    }

    private func perEnvironment(
        _ name: StaticString, _ help: String, _ value: (EnvironmentMetrics) -> Double?
    ) -> MetricFamily {
        let samples = environments.compactMap { environment in
            value(environment).map {
                MetricSample(["pipeline": environment.pipeline, "environment": environment.name.rawValue], $0)
            }
        }
        return MetricFamily(name, .gauge, help: help, samples)
    }

    private func perSink(
        _ name: StaticString, _ kind: MetricFamily.Kind, _ help: String, _ value: (SinkMetrics) -> Double
    ) -> MetricFamily {
        MetricFamily(name, kind, help: help, sinks.map { MetricSample(["sink": $0.name], value($0)) })
    }
}
