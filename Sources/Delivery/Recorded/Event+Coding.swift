import Values

/// The recorded form of an event: `{"TYPE":{…}}`, flat, with the names that are in `Documentation/events.md`.
///
/// The vocabularies may be cut anew; what was written stays readable. A name that was once given to a kind of event is
/// read for ever: each vocabulary's file has the earlier ones beside the present one.
extension Event: Codable {
    public func encode(to encoder: any Encoder) throws {
        var outer = encoder.container(keyedBy: RecordedName.self)
        let name = RecordedName(recordedName)
        var values = RecordedValues(container: outer.nestedContainer(keyedBy: RecordedName.self, forKey: name))
        try write(to: &values)
    }

    public init(from decoder: any Decoder) throws {
        let outer = try decoder.container(keyedBy: RecordedName.self)
        guard let name = outer.allKeys.first, outer.allKeys.count == 1 else {
            throw DecodingError.typeMismatch(
                Event.self, DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "not one event"))
        }
        let values = ReadValues(container: try outer.nestedContainer(keyedBy: RecordedName.self, forKey: name))
        guard let event = try Self.read(name.stringValue, values) else {
            throw DecodingError.typeMismatch(
                Event.self,
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "no event has this name"))
        }
        self = event
    }

    /// The name of the event's kind in the record: `trafficShifted`.
    public var recordedName: String {
        switch self {
        case .run(let event): event.recordedName
        case .stage(_, let event): event.recordedName
        case .step(_, let event): event.recordedName
        case .release(_, let event): event.recordedName
        case .service(_, let event): event.recordedName
        case .standing(let event): event.recordedName
        case .monitor(_, let event): event.recordedName
        case .orderTaken: "orderTaken"
        case .eventsLost: "eventsLost"
        }
    }

    private func write(to values: inout RecordedValues) throws {
        switch self {
        case .run(let event): try event.write(to: &values)
        case .stage(let stage, let event):
            try values.write(stage, "stage")
            try event.write(to: &values)
        case .step(let step, let event):
            try values.write(step, "step")
            try event.write(to: &values)
        case .release(let environment, let event):
            try values.write(environment, "environment")
            try event.write(to: &values)
        case .service(let environment, let event):
            try values.write(environment, "environment")
            try event.write(to: &values)
        case .standing(let event): try event.write(to: &values)
        case .monitor(let monitor, let event):
            try values.write(monitor, "monitor")
            try event.write(to: &values)
        case .orderTaken(let id, let events):
            try values.write(id, "id")
            try values.write(events, "events")
        case .eventsLost(let after, let through, let actor, let reason):
            try values.write(after, "after")
            try values.write(through, "through")
            try values.write(actor, "by")
            try values.write(reason, "reason")
        }
    }

    private static func read(_ name: String, _ values: ReadValues) throws -> Event? {
        if let event = try RunEvent(name, values) { return .run(event) }
        if let event = try StageEvent(name, values) { return .stage(try values.read("stage"), event) }
        if let event = try StepEvent(name, values) { return .step(try values.read("step"), event) }
        if let event = try ReleaseEvent(name, values) { return .release(try values.read("environment"), event) }
        if let event = try ServiceEvent(name, values) { return .service(try values.read("environment"), event) }
        if let event = try StandingEvent(name, values) { return .standing(event) }
        if let event = try MonitorEvent(name, values) { return .monitor(try values.read("monitor"), event) }
        switch name {
        case "orderTaken", "commandTaken":
            return .orderTaken(id: try values.read("id"), events: try values.read("events"))
        case "eventsLost":
            return .eventsLost(
                after: try values.read("after"), through: try values.read("through"), by: try values.read("by"),
                reason: try values.read("reason"))
        default: return nil
        }
    }
}
