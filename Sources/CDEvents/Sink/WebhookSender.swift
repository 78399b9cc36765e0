import Delivery
import Dispatch
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends one event at a time, and tells what the receiver says of it.
struct WebhookSender: Sendable {
    private let configuration: WebhookConfiguration
    private let session: URLSession
    private let answers = AnswerCollector()

    init(_ configuration: WebhookConfiguration) {
        self.configuration = configuration
        let settings = URLSessionConfiguration.ephemeral
        settings.httpCookieStorage = nil
        settings.httpShouldSetCookies = false
        settings.urlCache = nil
        settings.urlCredentialStorage = nil
        settings.requestCachePolicy = .reloadIgnoringLocalCacheData
        settings.timeoutIntervalForRequest = Self.spare(configuration.timeout)
        settings.timeoutIntervalForResource = Self.spare(configuration.timeout)
        session = URLSession(configuration: settings, delegate: answers, delegateQueue: .forAnswers())
    }

    /// - Throws: `CancellationError`
    func post(_ body: [UInt8]) async throws -> WebhookAnswer {
        let task = session.dataTask(with: request(body))
        let (answers, limit) = (answers, configuration.timeout)
        let deadline = Task {
            try await Task.sleep(for: limit)
            answers.giveUp(task, .notNow(reason: "no answer within \(limit.brief)", wish: nil))
        }
        defer { deadline.cancel() }
        let answer = await withTaskCancellationHandler {
            await answers.answer(to: task)
        } onCancel: {
            answers.giveUp(task, .notNow(reason: "cancelled", wish: nil))
        }
        try Task.checkCancellation()
        return answer
    }

    /// URLSession on Linux counts whole seconds, and begins anew with each byte: the deadline comes first.
    private static func spare(_ timeout: Duration) -> Double { timeout.seconds.rounded(.up) + 1 }

    /// Ends the session, which lives on otherwise.
    func close() {
        DispatchQueue.global().async { [session] in session.invalidateAndCancel() }
    }

    private func request(_ body: [UInt8]) -> URLRequest {
        var request = URLRequest(url: configuration.address)
        request.httpMethod = "POST"
        request.httpBody = Data(body)
        request.httpShouldHandleCookies = false
        request.timeoutInterval = Self.spare(configuration.timeout)
        request.setValue("application/cloudevents+json; charset=UTF-8", forHTTPHeaderField: "Content-Type")
        request.setValue("slipway", forHTTPHeaderField: "User-Agent")
        if let secret = configuration.secret {
            request.setValue(secret.signature(of: body), forHTTPHeaderField: "X-Slipway-Signature-256")
        }
        return request
    }
}
