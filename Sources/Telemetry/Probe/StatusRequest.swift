import Delivery
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Asks an address for the status of its answer, and reads nothing else of it: a body can be endless. Redirects are
/// not followed: whatever they point at is not what was asked.
final class StatusRequest: NSObject, URLSessionDataDelegate {
    private let answer = Mutex<CheckedContinuation<Int, any Error>?>(nil)

    /// The status of the answer to a GET.
    ///
    /// - Throws: `URLError`, `CancellationError`.
    static func status(of address: URL, within limit: Duration) async throws -> Int {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = limit.seconds
        configuration.timeoutIntervalForResource = limit.seconds
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        // On Linux a task that is cancelled while its session looks into a cache brings the whole process down.
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        let request = StatusRequest()
        let session = URLSession(configuration: configuration, delegate: request, delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        let task = session.dataTask(with: address)
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try await withCheckedThrowingContinuation { continuation in
                request.answer.withLock { $0 = continuation }
                task.resume()
            }
        } onCancel: {
            task.cancel()
        }
    }

    private func give(_ result: Swift.Result<Int, any Error>) {
        answer.withLock { $0.take() }?.resume(with: result)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        if let status = (response as? HTTPURLResponse)?.statusCode {
            give(.success(status))
        } else {
            give(.failure(URLError(.badServerResponse)))
        }
        completionHandler(.cancel)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        give(.success(response.statusCode))
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        give(.failure(error ?? URLError(.badServerResponse)))
    }
}
