import Foundation

/// This program, which is also the service that it releases and the executor that it kills.
enum BenchProgram {
    static var path: String {
        get throws {
            guard let path = Bundle.main.executablePath else {
                throw BenchFailure("where this program is, is not known")
            }
            return path
        }
    }
}
