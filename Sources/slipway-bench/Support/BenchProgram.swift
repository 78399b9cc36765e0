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

    /// The program that users run, from the same build.
    static var slipway: String {
        get throws {
            let path = URL(filePath: try path).deletingLastPathComponent().appending(path: "slipway").path
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw BenchFailure("\(path) is missing; build the product slipway in the same configuration")
            }
            return path
        }
    }
}
