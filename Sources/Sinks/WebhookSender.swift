import Delivery
import Foundation
import Subprocess
import Posix
import Values

/// Sends one event at a time, and tells what the receiver says of it.
///
/// curl sends, in a process of its own: on Linux URLSession ends the whole process when a request is cancelled or
/// redirected at a bad moment, and this process carries out releases.
struct WebhookSender: Sendable {
    let configuration: WebhookConfiguration
    let contentType: String
    /// The program's name or path.
    let curl: String
    /// The file that an event is in while it is sent.
    let envelope: String

    /// - Throws: `CancellationError`, which ends curl.
    func post(_ body: [UInt8]) async throws -> WebhookAnswer {
        let answer: WebhookAnswer
        do {
            try await SinkFile.put(body, at: envelope)
            answer = try await ask(CurlOptions(posting: body, of: contentType, in: envelope, by: configuration))
        } catch let error as SubprocessError where error.code == .executableNotFound {
            answer = .notNow(reason: "there is no curl, which sends events; install it", wish: nil)
        } catch {
            answer = .notNow(reason: "the event can't be sent: \(error)", wish: nil)
        }
        await SinkFile.remove(envelope)
        try Task.checkCancellation()
        return answer
    }

    private var folder: String { (envelope as NSString).deletingLastPathComponent }

    private func ask(_ options: CurlOptions) async throws -> WebhookAnswer {
        let input = try await ScratchFile.make(in: folder, holding: options.text)
        let output = try await ScratchFile.make(in: folder)
        let words = try await ScratchFile.make(in: folder)
        defer { withExtendedLifetime((input, output, words)) {} }
        try Descriptors.verifyRoom()
        let result = try await Subprocess.run(
            .name(curl), arguments: ["--disable", "--config", "-"],
            // Numbers have a point in the C locale.
            environment: .inherit.updating(["LC_ALL": "C"]), input: input.input, output: output.output,
            error: words.output)
        // A status counts even if what came after it was too much, or too late.
        if let answer = await answer(output.text(upTo: 256)) { return answer }
        return await trouble(words.text(upTo: 256), result.terminationStatus)
    }

    /// - Parameter text: `503 120`, or `000` when there was no answer.
    private func answer(_ text: String) -> WebhookAnswer? {
        let digits = text.unicodeScalars.prefix { $0 != " " }
        guard let status = Int(String(digits)), status > 0 else { return nil }
        // curl before 7.83 knows no headers, and says something that is no time.
        let wish = String(text.unicodeScalars.dropFirst(digits.count + 1))
        return WebhookAnswer(status: status, wish: RetryAfter(wish))
    }

    private func trouble(_ words: String, _ end: TerminationStatus) -> WebhookAnswer {
        // curl(1): 28 is a time-out.
        if case .exited(28) = end {
            return .notNow(reason: "no answer within \(configuration.timeout.brief)", wish: nil)
        }
        let line = String(words.unicodeScalars.prefix { !$0.isInvisible })
        return .notNow(reason: "no answer: \(line.isEmpty ? "curl ended with \(end)" : line)", wish: nil)
    }
}
