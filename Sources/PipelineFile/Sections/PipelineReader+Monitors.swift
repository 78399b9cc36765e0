import Delivery
import StrictYAML

extension PipelineReader {
    func monitor(_ field: Field) -> Monitor? {
        if field.isMapping, !field.entries.contains(where: { $0.name == "check" }) {
            log.add(
                at: field, "a monitor without a check",
                expectation: "write - check: { name: checkout, http: https://shop.example/health }")
            return nil
        }
        guard let entry = Record(field, as: .monitor, log: log),
            let check = entry.required("check", expectation: "write check: { name: checkout, http: https://… }"),
            let record = Record(check, as: .monitorCheck, log: log)
        else { return nil }
        var monitor = Monitor(name: "", check: HTTPCheck(url: ""))
        log.read(record.required("name", expectation: "a monitor needs a name"), into: &monitor.name, as: .line)
        log.read(
            record.required("http", expectation: "write the address: http: https://shop.example/health"),
            into: &monitor.check.url, as: .monitoredAddress)
        log.read(record["status"], into: &monitor.check.status, as: .count)
        log.read(record["within"], into: &monitor.check.within, as: .time)
        log.read(record["every"], into: &monitor.every, as: .time)
        log.read(record["alert-after"], into: &monitor.alertAfter, as: .count)
        return monitor
    }
}

extension ValueForm where Value == String {
    /// Addresses are shown, recorded and sent to sinks: no password belongs there.
    static var monitoredAddress: Self {
        Self("an address without user and password", advice: { _ in "write https://shop.example/health" }) { field in
            ValueForm.line.read(field).flatMap { text in
                let host = text.split(separator: "/").dropFirst().first ?? ""
                return host.contains("@") ? nil : text
            }
        }
    }
}

extension ValueForm where Value == QueuePolicy {
    static var queue: Self {
        .choice(
            "superseded, queued or parallel",
            ["superseded": .superseded, "queued": .queued, "parallel": .parallel])
    }
}
