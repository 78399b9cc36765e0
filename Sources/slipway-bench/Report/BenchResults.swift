import Foundation
import Values

/// The last results of each part.
struct BenchResults: Codable, Equatable {
    private(set) var parts: [PartResult] = []

    init() {}

    /// - Throws: when there is a file and it holds something else; an absent one holds nothing yet.
    init(contentsOf file: URL) throws {
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        self = try decoder.decode(BenchResults.self, from: Data(contentsOf: file))
    }

    mutating func replace(_ result: PartResult) {
        parts.removeAll { $0.part == result.part }
        parts.append(result)
        let order = Part.allCases
        parts.sort { (order.firstIndex(of: $0.part) ?? 0) < (order.firstIndex(of: $1.part) ?? 0) }
    }

    func write(json: URL, page: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try (encoder.encode(self) + Data("\n".utf8)).write(to: json, options: .atomic)
        try Data(ResultPage(self).text.utf8).write(to: page, options: .atomic)
    }
}

/// What was measured of one part, when and on what machine.
struct PartResult: Codable, Equatable {
    let part: Part
    let measurements: [Measurement]
    let measuredAt: Date
    /// In seconds.
    let took: Double
    let machine: Machine

    init(part: Part, measurements: [Measurement], took: Duration) {
        self.part = part
        self.measurements = measurements
        self.took = took.inSeconds
        measuredAt = Date()
        machine = Machine()
    }
}

/// What a result depends on most, apart from the disk.
struct Machine: Codable, Equatable, CustomStringConvertible {
    let cores: Int
    let system: String

    init() {
        cores = ProcessInfo.processInfo.activeProcessorCount
        system = ProcessInfo.processInfo.operatingSystemVersionString
    }

    var description: String { "\(cores) cores, \(system)" }
}
