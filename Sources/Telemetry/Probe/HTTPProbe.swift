import Delivery
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Asks an instance over HTTP whether it is well.
public struct HTTPProbe: Sendable {
    private let address: URL
    private let limit: Duration
    private let session: URLSession

    /// - Parameters:
    ///   - path: the path and query to ask for; it starts with a slash.
    ///   - limit: how long a whole answer may take.
    /// - Returns: `nil` when endpoint and path make no URL.
    public init?(endpoint: Endpoint, path: String, within limit: Duration) {
        guard let address = URL(string: "http://\(endpoint)\(path)") else { return nil }
        self.address = address
        self.limit = limit
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = limit.seconds
        configuration.timeoutIntervalForResource = limit.seconds
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        session = URLSession(configuration: configuration, delegate: RedirectRefusal(), delegateQueue: nil)
    }

    /// Asks once.
    public func ask() async -> ProbeAnswer {
        do {
            let (_, response) = try await session.data(from: address)
            guard let status = (response as? HTTPURLResponse)?.statusCode else {
                return .bad("\(address.path) did not answer in HTTP")
            }
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

/// A redirect is an answer below 400; whatever it points at is not the instance that was asked.
private final class RedirectRefusal: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
