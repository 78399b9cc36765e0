import Cryptography
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Somebody who asks a server over HTTP, as a monitoring system or a code host does.
struct WebClient {
    let port: Int

    /// Without a cache, which on Linux can end the process.
    private static let session: URLSession = {
        let settings = URLSessionConfiguration.ephemeral
        settings.urlCache = nil
        return URLSession(configuration: settings)
    }()

    struct Answer {
        let status: Int
        let text: String
    }

    func get(_ path: String) async throws -> Answer {
        try await answer(to: request(path))
    }

    /// Posts a push to a hook, signed with a secret.
    func push(_ branch: String, to hook: String, secret: String) async throws -> Answer {
        let body = Array(#"{"ref":"refs/heads/\#(branch)"}"#.utf8)
        let code = HMACSHA256.authenticationCode(for: body, key: Array(secret.utf8))
        var request = try request("/hooks/\(hook)")
        request.httpMethod = "POST"
        request.httpBody = Data(body)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("push", forHTTPHeaderField: "X-GitHub-Event")
        let digits = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        request.setValue("sha256=\(digits)", forHTTPHeaderField: "X-Hub-Signature-256")
        return try await answer(to: request)
    }

    private func request(_ path: String) throws -> URLRequest {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw URLError(.badURL) }
        return URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: 20)
    }

    private func answer(to request: URLRequest) async throws -> Answer {
        let (data, response) = try await Self.session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        return Answer(status: response.statusCode, text: String(decoding: data, as: UTF8.self))
    }
}

/// A server's metrics at one moment.
struct MetricsPage {
    private let lines: [Substring]

    init(of client: WebClient) async throws {
        lines = try await client.get("/metrics").text.split(separator: "\n")
    }

    /// The value of the sample with this name and exactly these labels; `nil` when there is none.
    func value(_ name: String, _ labels: KeyValuePairs<String, String> = [:]) -> Double? {
        let wanted = Set(labels.map { "\($0.key)=\"\($0.value)\"" })
        for line in lines {
            guard let match = line.wholeMatch(of: /([a-z_]+)(?:\{(.*)\})? (\S+)/), match.1 == name else { continue }
            let found = (match.2 ?? "").split(separator: ",").map(String.init)
            if Set(found) == wanted { return Double(match.3) }
        }
        return nil
    }
}
