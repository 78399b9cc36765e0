import ArgumentParser

/// A duration as people write it on a command line: `500ms`, `60s`, `5m`; up to a day.
struct DurationArgument: ExpressibleByArgument, CustomStringConvertible {
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        let units: [(suffix: String, milliseconds: Int64)] = [("ms", 1), ("s", 1000), ("m", 60_000)]
        guard let unit = units.first(where: { argument.hasSuffix($0.suffix) }),
            let number = Int64(argument.dropLast(unit.suffix.count)),
            (0...86_400_000 / unit.milliseconds).contains(number)
        else { return nil }
        duration = .milliseconds(number * unit.milliseconds)
    }

    var description: String { "\(Int64(duration / .milliseconds(1)))ms" }

    var defaultValueDescription: String { description }
}
