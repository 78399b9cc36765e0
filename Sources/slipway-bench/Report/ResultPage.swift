import Foundation

/// The last results as a page of the documentation.
struct ResultPage {
    let text: String

    init(_ results: BenchResults) {
        text = ([Self.introduction] + results.parts.map(Self.section)).joined(separator: "\n")
    }

    private static let introduction = """
        # Benchmarks

        The last results of `make bench`, which writes this page and `benchmarks.json`; `make bench PARTS="journal open"`
        measures only some parts. Every number stands beside something bare that was measured in the same run and on the
        same disk, so that the ratio says more than the number. Nothing is asserted from them.

        """

    private static func section(_ result: PartResult) -> String {
        let rows = [Measurement.headings, Measurement.headings.map { _ in "---" }] + result.measurements.map(\.columns)
        let table = rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
        let day = result.measuredAt.formatted(.iso8601.year().month().day())
        return """
            ## \(result.part.rawValue)

            \(result.part.summary.prefix(1).uppercased() + result.part.summary.dropFirst()).

            \(table)

            \(day), \(result.machine), in \(Int(result.took.rounded(.up))) s.

            """
    }
}
