import ArgumentParser

/// A duration as people write it on a command line: `500ms`, `60s`, `5m`, `8h`; up to thirty days.
struct DurationArgument: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        let units: [(suffix: String, milliseconds: Int64)] = [
            ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000),
        ]
        guard let unit = units.first(where: { argument.hasSuffix($0.suffix) }),
            let number = Int64(argument.dropLast(unit.suffix.count)),
            (0...2_592_000_000 / unit.milliseconds).contains(number)
        else { return nil }
        duration = .milliseconds(number * unit.milliseconds)
    }
}
