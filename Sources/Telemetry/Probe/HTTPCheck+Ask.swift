import Delivery
import Foundation
import Subprocess
import SystemCalls

extension HTTPCheck {
    /// Makes the check once, with curl: addresses may be anybody's, and TLS is its work.
    ///
    /// Nothing of the body is kept, redirects are not followed, and only `http` and `https` are spoken.
    /// - Throws: `Problem` when curl can't be run: then nobody can tell; `CancellationError`.
    public func ask() async throws -> MonitorOutcome {
        let start = ContinuousClock.now
        let arguments = [
            "--disable", "--silent", "--show-error", "--proto", "=http,https", "--max-redirs", "0",
            "--max-time", "\(within.seconds)", "--output", "/dev/null", "--write-out", "%{http_code}", "--url", url,
        ]
        let answer: CurlAnswer
        do {
            try Descriptors.verifyRoom()
            let result = try await Subprocess.run(
                .name("curl"), arguments: Arguments(arguments),
                // Numbers have a point in the C locale.
                environment: .inherit.updating(["LC_ALL": "C"]), output: .string(limit: 4096),
                error: .string(limit: 4096))
            answer = CurlAnswer(
                termination: result.terminationStatus, status: Int(result.standardOutput),
                words: result.standardError.split(separator: "\n").first.map(String.init))
        } catch let shortage as DescriptorShortage {
            throw Problem(what: "checking \(url)", why: "\(shortage)")
        } catch {
            try Task.checkCancellation()
            throw Problem(what: "checking \(url)", why: "curl could not be run; install it (\(error))")
        }
        try Task.checkCancellation()
        return outcome(of: answer, after: ContinuousClock.now - start)
    }

    private func outcome(of answer: CurlAnswer, after took: Duration) -> MonitorOutcome {
        // curl(1): 28 is a time-out.
        if case .exited(28) = answer.termination { return .bad(detail: "\(url) did not answer within \(within.brief)") }
        guard answer.termination.isSuccess, let status = answer.status else {
            return .bad(detail: "\(url) gave no answer: \(answer.words ?? "\(answer.termination)")")
        }
        return status == self.status
            ? .good(took: took) : .bad(detail: "\(url) answered \(status), expected \(self.status)")
    }
}

private struct CurlAnswer {
    let termination: TerminationStatus
    let status: Int?
    let words: String?
}
