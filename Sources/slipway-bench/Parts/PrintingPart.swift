import Delivery
import Fleet
import Foundation
import Values

/// What a command that prints without end costs everybody else: orders to a real executor and their way to a reader,
/// while the output is kept and somebody follows it.
///
/// Both sides take turns.
enum PrintingPart {
    private static let rounds = 5
    private static let orders = 40
    /// Until then nothing is measured, so that the first file is full and old ones go.
    private static let ahead: UInt64 = 64 << 20

    static func measure(in workshop: Workshop) async throws -> [Measurement] {
        try await WatchedRelease.run(in: workshop) { release in
            let reader = try await OrderedReader.open(release.state)
            var (quiet, printing) = (OrderTimes(), OrderTimes())
            var rate = 0.0
            for round in 0..<rounds {
                quiet += try await reader.order(orders)
                let command = DurableCommand(directory: URL(filePath: workshop.path("printer-\(round)")))
                let (times, bytes) = try await whilePrinting(command, workshop) { try await reader.order(orders) }
                printing += times
                rate = max(rate, bytes)
            }
            return compare(printing, quiet) + [
                Measurement(name: "printed meanwhile", value: rate, unit: .mebibytesPerSecond)
            ]
        }
    }

    /// Lets a command print, and somebody follow it, while the work is done; gives how much it printed in a second.
    private static func whilePrinting<Value: Sendable>(
        _ command: DurableCommand, _ workshop: Workshop, _ work: () async throws -> Value
    ) async throws -> (Value, Double) {
        _ = try await command.start(
            DurableCommandSpecification(
                script: "yes 'a line as a compiler prints them, more or less'", workingDirectory: workshop.workspace,
                environment: ["PATH": "/usr/bin:/bin"]))
        let following = Task { for try await _ in command.follow() {} }
        defer { following.cancel() }
        while try command.excerpt(.end, limit: 0)?.end ?? 0 < ahead { try await Task.sleep(for: .milliseconds(10)) }
        let (start, begun) = (ContinuousClock.now, try command.excerpt(.end, limit: 0)?.end ?? 0)
        let value = try await work()
        let printed = Double((try command.excerpt(.end, limit: 0)?.end ?? 0) - begun) / Double(1 << 20)
        let rate = printed / (ContinuousClock.now - start).inSeconds
        try await command.cancel(grace: .zero)
        return (value, rate)
    }

    private static func compare(_ printing: OrderTimes, _ quiet: OrderTimes) -> [Measurement] {
        let told = (Percentiles(printing.told), Percentiles(quiet.told))
        let answered = (Percentiles(printing.answered), Percentiles(quiet.answered))
        let name = "nothing prints"
        return [
            .milliseconds("order to answer while a command prints, p50", answered.0.p50, beside: name, answered.1.p50),
            .milliseconds("order to answer, p99", answered.0.p99, beside: name, answered.1.p99),
            .milliseconds("order to its event at another reader, p50", told.0.p50, beside: name, told.1.p50),
            .milliseconds("order to its event at another reader, p99", told.0.p99, beside: name, told.1.p99),
        ]
    }
}
