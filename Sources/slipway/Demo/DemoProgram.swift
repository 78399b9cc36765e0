import Foundation

/// Finds the sample service's program: beside `slipway` in a build, in `libexec` when installed.
enum DemoProgram {
    static let name = "slipway-demo-shop"

    /// - Throws: `CommandFailure` that says where it was looked for.
    static func locate() throws -> String {
        let folder = ownProgram.deletingLastPathComponent()
        let places = [folder, folder.deletingLastPathComponent().appending(path: "libexec/slipway")]
        for place in places.map({ $0.appending(path: name).path })
        where FileManager.default.isExecutableFile(atPath: place) {
            return place
        }
        let looked = places.map(\.path).joined(separator: " and ")
        throw CommandFailure(.errored, "\(name) is in neither \(looked); build or install Slipway whole")
    }

    private static var ownProgram: URL {
        let path = Bundle.main.executablePath ?? CommandLine.arguments.first ?? "slipway"
        return URL(filePath: path).resolvingSymlinksInPath()
    }
}
