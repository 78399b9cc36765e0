import Foundation
import Testing

/// The exact vectors of the reference implementation, by the name of the case.
enum VectorFile {
    static func load<Case: Decodable>(_ name: String, as type: Case.Type = Case.self) throws -> Case {
        let url = try #require(Bundle.module.url(forResource: "statistics-vectors", withExtension: "json"))
        let file = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
        let cases = try #require(file["cases"] as? [[String: Any]])
        let found = try #require(cases.first { $0["name"] as? String == name })
        return try JSONDecoder().decode(Case.self, from: JSONSerialization.data(withJSONObject: found))
    }
}

/// Within a relative 1e-9, the tolerance that the vectors are made for.
func isClose(_ actual: Double, _ expected: Double) -> Bool {
    abs(actual - expected) <= 1e-9 * max(abs(expected), .leastNormalMagnitude)
}

/// As many numbers as expected, each within the tolerance.
func areClose(_ actual: [Double], _ expected: [Double]) -> Bool {
    actual.count == expected.count && zip(actual, expected).allSatisfy(isClose)
}
