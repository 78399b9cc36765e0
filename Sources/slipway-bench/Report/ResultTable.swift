import Foundation

/// Measurements for a terminal, one a line, in columns.
struct ResultTable {
    private let rows: [[String]]

    init(_ measurements: [Measurement]) {
        rows = measurements.map(\.columns)
    }

    var text: String {
        let widths = (0..<Measurement.headings.count).map { column in
            ([Measurement.headings] + rows).map { $0[column].count }.max() ?? 0
        }
        return ([Measurement.headings] + rows).map { Self.line($0, widths) }.joined(separator: "\n")
    }

    private static func line(_ row: [String], _ widths: [Int]) -> String {
        let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
        return "  " + cells.joined(separator: "  ")
    }
}

extension Measurement {
    static let headings = ["what", "slipway", "beside", "", "ratio"]

    var columns: [String] {
        [
            name, "\(Self.number(value)) \(unit.rawValue)", reference?.name ?? "",
            reference.map { "\(Self.number($0.value)) \(unit.rawValue)" } ?? "",
            ratio.map { "\(Self.number($0))×" } ?? "",
        ]
    }

    /// Three digits that count, without an exponent.
    private static func number(_ value: Double) -> String {
        let digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
        return value.formatted(
            .number.precision(.fractionLength(digits)).locale(Locale(identifier: "en_US_POSIX")).grouping(.automatic))
    }
}
