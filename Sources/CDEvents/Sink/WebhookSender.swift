import Delivery
import Foundation
import Subprocess

/// Sends one event at a time, and tells what the receiver says of it.
///
/// curl sends, in a process of its own: on Linux URLSession ends the whole process when a request is cancelled or
/// redirected at a bad moment, and this process carries out releases.
struct WebhookSender: Sendable {
    let configuration: WebhookConfiguration
    /// The program's name or path.
    let curl: String
    /// The file that an event is in while it is sent.
    let envelope: String

    /// - Throws: ``SinkError`` when the event can't be laid ready, `CancellationError`.
    func post(_ body: [UInt8]) async throws -> WebhookAnswer {
        try await PrivateFile.lay(body, at: envelope)
        let answer = await ask(CurlOptions(posting: body, in: envelope, by: configuration))
        await PrivateFile.remove(envelope)
        try Task.checkCancellation()
        return answer
    }

    /// Cancelling the task ends curl.
    private func ask(_ options: CurlOptions) async -> WebhookAnswer {
        do {
            let result = try await Subprocess.run(
                .name(curl), arguments: ["--disable", "--config", "-"],
                // Numbers have a point in the C locale.
                environment: .inherit.updating(["LC_ALL": "C"]), input: .string(options.text),
                output: .string(limit: Self.longestAnswer), error: .string(limit: Self.longestAnswer))
            return answer(result.standardOutput, result.standardError, result.terminationStatus)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            return .notNow(reason: "there is no curl, which sends events; install it", wish: nil)
        } catch {
            return .notNow(reason: "curl could not be run: \(error)", wish: nil)
        }
    }

    /// In bytes. curl takes header lines of up to 100 KiB.
    private static let longestAnswer = 128 << 10

    /// A status counts even if what came after it was too much, or too late.
    private func answer(_ output: String, _ words: String, _ end: TerminationStatus) -> WebhookAnswer {
        let digits = output.unicodeScalars.prefix { $0 != " " }
        if let status = Int(String(digits)), status > 0 {
            // curl before 7.83 knows no headers, and says something that is no time.
            let wish = String(output.unicodeScalars.dropFirst(digits.count + 1))
            return WebhookAnswer(status: status, wish: RetryAfter(wish))
        }
        // curl(1): 28 is a time-out.
        if case .exited(28) = end {
            return .notNow(reason: "no answer within \(configuration.timeout.brief)", wish: nil)
        }
        let line = String(words.unicodeScalars.prefix { !$0.isInvisible }.prefix(300))
        return .notNow(reason: "no answer: \(line.isEmpty ? "curl ended with \(end)" : line)", wish: nil)
    }
}
