import Delivery
import Foundation
import SlipwayTesting
import Subprocess
import Testing

extension ChaosReport {
    /// A request of the old version's that lasts longer than its instances may take to stop: a good release lets it
    /// come to its end.
    @Suite(.serialized)
    struct LongRequestTests {
        /// Half of the answer comes at once, the other half when it is let.
        private static let server = """
            import http.server, os, sys, time
            class Answer(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200)
                    self.send_header("Content-Length", "200000" if self.path == "/long" else "2")
                    self.end_headers()
                    if self.path != "/long":
                        self.wfile.write(b"2\\n")
                        return
                    self.wfile.write(b"x" * 100000)
                    self.wfile.flush()
                    open(os.path.join(sys.argv[2], "halfway"), "w").close()
                    while not os.path.exists(os.path.join(sys.argv[2], "rest")): time.sleep(0.02)
                    self.wfile.write(b"x" * 100000)
            http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
            """

        @Test(.timeLimit(.minutes(1))) func itIsNotCut() async throws {
            try await withFolder { folder in
                try Data(Self.server.utf8).write(to: folder.appending(path: "server.py"))
                let release = try SmallRelease(
                    in: folder, start: "exec python3 '\(folder.path)/server.py' \"$PORT\" '\(folder.path)'",
                    canary: "steps: [5%], bake: { for: 100ms, requests: 0 }")
                try release.prepare("2")
                let first = try await release.run()
                try #require(first.status == 0, "\(first.output)\(first.error)")
                let download = Task { try await self.download(from: release.port) }
                try await eventually("it is halfway", within: .seconds(20)) { release.has("halfway") }
                try release.prepare("3")
                let ending = try await release.run { _ in
                    try await eventually("the old version is drained", within: .seconds(30)) {
                        await release.record.current?.release?.phase == .draining
                    }
                    // Longer than stop-within.
                    try await Task.sleep(for: .seconds(2))
                    try release.write("rest")
                }
                #expect(try await download.value == "200 200000")
                #expect(ending.status == 0, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains("1 request is open on blue"), "\(ending.output)")
                let ends = try await release.record.events.compactMap { record -> Int? in
                    if case .release(_, .drained(_, let cut)) = record.event { cut } else { nil }
                }
                #expect(ends == [0])
                try await release.takeDown()
            }
        }

        /// - Returns: status and size of what came.
        private func download(from port: Int) async throws -> String {
            try await Subprocess.run(
                .name("curl"),
                arguments: [
                    "-s", "-m", "50", "-o", "/dev/null", "-w", "%{http_code} %{size_download}",
                    "http://127.0.0.1:\(port)/long",
                ],
                output: .string(limit: 100), error: .discarded
            ).standardOutput
        }
    }
}
