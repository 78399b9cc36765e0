import Delivery
import Foundation
import Posix
import Values

/// Asks an instance over HTTP whether it is well.
public struct HTTPProbe: Sendable {
    private let endpoint: Endpoint
    private let path: String
    private let limit: Duration

    /// - Parameters:
    ///   - endpoint: its address is a number, not a name.
    ///   - path: the path and query to ask for; it starts with a slash.
    ///   - limit: how long an answer may take.
    /// - Returns: `nil` when endpoint and path make no URL.
    public init?(endpoint: Endpoint, path: String, within limit: Duration) {
        guard path.hasPrefix("/"), !path.utf8.contains(where: { $0 <= 32 || $0 == 127 }),
            URL(string: "http://\(endpoint)\(path)") != nil
        else { return nil }
        self.endpoint = endpoint
        self.path = path
        self.limit = limit
    }

    /// Asks once. A redirect is an answer below 400, and so a good one.
    public func ask() async -> ProbeAnswer {
        do {
            let status = try await StatusLine.status(of: path, at: endpoint, within: limit)
            return status < 400 ? .good : .bad("\(path) answered \(status)")
        } catch let problem as Problem {
            return .bad("\(problem.what) \(problem.why)")
        } catch let shortage as DescriptorShortage {
            return .unasked(shortage)
        } catch {
            return .silent(port: endpoint.port)
        }
    }
}

/// What a probe learned.
public enum ProbeAnswer: Equatable, Sendable {
    case good
    /// Why the answer is not good, in words.
    case bad(String)
    /// Nobody takes the connection, or it ends without an answer.
    case silent(port: Int)
    /// It could not be asked, for a reason that is none of its own: nobody can tell.
    case unasked(DescriptorShortage)

    /// Why the answer is not good; `nil` when it is.
    ///
    /// - Throws: ``DescriptorShortage`` when there is none, as nobody was asked.
    public func reason() throws(DescriptorShortage) -> String? {
        switch self {
        case .good: nil
        case .bad(let reason): reason
        case .silent(let port): "nothing answers on port \(port)"
        case .unasked(let shortage): throw shortage
        }
    }
}
