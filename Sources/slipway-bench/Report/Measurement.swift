import Values

/// One number, and the number of something bare that was measured beside it, in the same run.
struct Measurement: Codable, Equatable {
    enum Unit: String, Codable {
        case eventsPerSecond = "events/s"
        case milliseconds = "ms"
        case seconds = "s"
        case mebibytesPerSecond = "MiB/s"
    }

    let name: String
    let value: Double
    let unit: Unit
    var reference: Reference?

    /// How many times the reference the value is.
    var ratio: Double? {
        guard let reference, reference.value > 0 else { return nil }
        return value / reference.value
    }

    static func milliseconds(
        _ name: String, _ value: Duration, beside reference: String, _ bare: Duration
    ) -> Measurement {
        Measurement(
            name: name, value: value.inSeconds * 1000, unit: .milliseconds,
            reference: Reference(name: reference, value: bare.inSeconds * 1000))
    }
}

/// What a measurement is held against, in the same unit.
struct Reference: Codable, Equatable {
    let name: String
    let value: Double
}

extension Duration {
    var inSeconds: Double { self / .seconds(1) }
}
