import Foundation
import SlipwayTesting
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A process that is no instance's, and listens on a port that is meant for one.
enum Stranger {
    /// Listens for as long as the work lasts.
    ///
    /// - Parameters:
    ///   - answers: whether every request gets 200; otherwise nobody gets anything.
    ///   - variables: what more it has in its environment: with an instance's mark it is no stranger.
    static func listening(
        on port: Int, answers: Bool = true, variables: [String: String] = [:], _ work: () async throws -> Void
    ) async throws {
        let program = """
            import http.server, sys, time
            class Answer(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(b"stranger")
                def log_message(self, *_): pass
            server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answer)
            open(sys.argv[2], "w").close()
            server.serve_forever() if sys.argv[3] == "true" else time.sleep(300)
            """
        let note = FileManager.default.temporaryDirectory.appending(path: "stranger-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: note) }
        var options = PlatformOptions()
        options.createSession = true
        _ = try await Subprocess.run(
            .name("python3"), arguments: ["-c", program, "\(port)", note, "\(answers)"],
            environment: .inherit.updating(
                Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
            platformOptions: options, input: .none,
            output: .discarded, error: .discarded
        ) { execution in
            do {
                try await eventually("the stranger listens") { FileManager.default.fileExists(atPath: note) }
                try await work()
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
            try? execution.send(signal: .kill)
        }
    }
}
