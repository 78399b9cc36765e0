import Delivery
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Asks an instance over HTTP whether it is well.
public struct HTTPProbe: Sendable {
    private let address: URL
    private let limit: Duration

    /// - Parameters:
    ///   - path: the path and query to ask for; it starts with a slash.
    ///   - limit: how long an answer may take.
    /// - Returns: `nil` when endpoint and path make no URL.
    public init?(endpoint: Endpoint, path: String, within limit: Duration) {
        guard let address = URL(string: "http://\(endpoint)\(path)") else { return nil }
        self.address = address
        self.limit = limit
    }

    /// Asks once. A redirect is an answer below 400, and so a good one.
    public func ask() async -> ProbeAnswer {
        do {
            let status = try await StatusRequest.status(of: address, within: limit)
            return status < 400 ? .good : .bad("\(address.path) answered \(status)")
        } catch let error as URLError where error.code == .timedOut {
            return .bad("\(address.path) did not answer within \(limit.brief)")
        } catch {
            return .bad("\(address.path) gave no answer: \(error.localizedDescription)")
        }
    }
}

/// What a probe learned.
public enum ProbeAnswer: Equatable, Sendable {
    case good
    /// Why the answer is not good, in words.
    case bad(String)
}
