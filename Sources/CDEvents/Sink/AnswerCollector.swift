import Dispatch
import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Waits for answers. Only their status matters: bodies are thrown away as they come, and long ones cut off.
final class AnswerCollector: NSObject, URLSessionDataDelegate, Sendable {
    /// A body of at most this many bytes is read to its end, so that the connection can be used again.
    private static let longestBody = 64 << 10

    private struct Question {
        let continuation: CheckedContinuation<WebhookAnswer, Never>
        var answer: WebhookAnswer?
        var bodyLength = 0
    }

    private let questions = Mutex<[Int: Question]>([:])

    /// Sends the request, and gives the answer when it is whole, or is given up.
    func answer(to task: URLSessionDataTask) async -> WebhookAnswer {
        await withCheckedContinuation { continuation in
            questions.withLock { $0[task.taskIdentifier] = Question(continuation: continuation) }
            guard !Task.isCancelled else { return giveUp(task, .notNow(reason: "cancelled", wish: nil)) }
            task.resume()
        }
    }

    /// Ends a request. What the receiver has said by now counts, otherwise `answer` does.
    func giveUp(_ task: URLSessionTask, _ answer: WebhookAnswer) {
        guard end(task, answer) else { return }
        // Cancelling waits for the session, which may be waiting for its delegate: for this.
        DispatchQueue.global().async { task.cancel() }
    }

    /// Whether somebody was still waiting.
    private func end(_ task: URLSessionTask, _ answer: WebhookAnswer) -> Bool {
        guard let question = questions.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return false }
        question.continuation.resume(returning: question.answer ?? answer)
        return true
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        questions.withLock {
            $0[dataTask.taskIdentifier]?.answer = (response as? HTTPURLResponse).map { WebhookAnswer($0) }
        }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isTooLong = questions.withLock {
            $0[dataTask.taskIdentifier]?.bodyLength += data.count
            return ($0[dataTask.taskIdentifier]?.bodyLength ?? 0) > Self.longestBody
        }
        if isTooLong { giveUp(dataTask, .notNow(reason: "the answer is too long", wish: nil)) }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let answer = (task.response as? HTTPURLResponse).map { WebhookAnswer($0) }
        _ = end(task, answer ?? .notNow(reason: error?.localizedDescription ?? "no answer in HTTP", wish: nil))
    }

    /// Events go to the address that was configured, and to no other.
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
