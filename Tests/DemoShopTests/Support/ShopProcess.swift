import DemoShop
import Foundation

/// The program `slipway-demo-shop` in a process and a folder of its own.
final class ShopProcess {
    let folder: URL
    private let process = Process()
    private let output = Pipe()
    private let exits: AsyncStream<Void>

    init(_ arguments: [String], configuration: String? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "shop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if let configuration { try Data(configuration.utf8).write(to: folder.appending(path: "shop.json")) }
        process.executableURL = Self.products.appending(path: "slipway-demo-shop")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = output
        let (exits, exited) = AsyncStream<Void>.makeStream()
        self.exits = exits
        process.terminationHandler = { _ in exited.finish() }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    /// What the first line of output says; waits for it.
    func listeningLine() async throws -> ListeningLine {
        let reader = output.fileHandleForReading
        let line = await Task.detached { reader.availableData }.value
        return try JSONDecoder().decode(ListeningLine.self, from: line)
    }

    func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    /// Waits for the end; the exit status, or the signal as a negative number.
    func exitStatus() async -> Int32 {
        for await _ in exits {}
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    struct ListeningLine: Decodable {
        let event: String
        let address: String
        let version: String
    }

    private static var products: URL {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        return bundle?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL
    }
}
