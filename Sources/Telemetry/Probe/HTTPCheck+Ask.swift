import Delivery
import Foundation
import Subprocess
import Posix
import Values

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

extension HTTPCheck {
    /// Makes the check once, with curl: addresses may be anybody's, and TLS is its work.
    ///
    /// Nothing of the body is kept, redirects are not followed, and only `http` and `https` are spoken.
    /// - Throws: `Problem` when curl can't be run: then nobody can tell; `CancellationError`.
    public func ask() async throws -> MonitorOutcome {
        let start = ContinuousClock.now
        let arguments = [
            "--disable", "--silent", "--show-error", "--proto", "=http,https", "--max-redirs", "0",
            // Brackets and braces in an address are no patterns of many.
            "--globoff", "--max-time", "\(within.seconds)", "--output", "/dev/null", "--write-out", "%{http_code}",
            // Everybody can read arguments.
            "--config", "-",
        ]
        let answer: CurlAnswer
        do {
            try Descriptors.verifyRoom()
            guard let given = try await limited({ try await Self.curl(arguments, for: url) }) else {
                return .bad(detail: "\(url) did not answer within \(within.brief)")
            }
            answer = given
        } catch let shortage as DescriptorShortage {
            throw Problem(what: "checking \(url)", why: "\(shortage)")
        } catch {
            try Task.checkCancellation()
            throw Problem(what: "checking \(url)", why: "curl could not be run; install it (\(error))")
        }
        try Task.checkCancellation()
        return outcome(of: answer, after: ContinuousClock.now - start)
    }

    /// `nil` when it takes longer than curl's own limit allows: then curl was ended.
    private func limited(_ work: @escaping @Sendable () async throws -> CurlAnswer) async throws -> CurlAnswer? {
        try await withThrowingTaskGroup(of: CurlAnswer?.self) { group in
            group.addTask { try await work() }
            group.addTask { [within] in
                try await Task.sleep(for: within + .seconds(2))
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private static func curl(_ arguments: [String], for url: String) async throws -> CurlAnswer {
        let configuration = try FilledPipe("url = \(quoted(url))\n")
        let result = try await Subprocess.run(
            .name("curl"), arguments: Arguments(arguments),
            // Numbers have a point in the C locale.
            environment: .inherit.updating(["LC_ALL": "C"]),
            input: .fileDescriptor(
                FileDescriptor(rawValue: configuration.descriptor), closeAfterSpawningProcess: false),
            output: .string(limit: 4096), error: .string(limit: 4096))
        return CurlAnswer(
            termination: result.terminationStatus, status: Int(result.standardOutput),
            words: result.standardError.split(separator: "\n").first.map(String.init))
    }

    /// As curl(1) says under `--config`: in quotes only these stand for something else.
    private static func quoted(_ text: String) -> String {
        let escapes: [Unicode.Scalar: String] = ["\\": "\\\\", "\"": "\\\"", "\n": "\\n", "\r": "\\r"]
        return "\"" + text.unicodeScalars.map { escapes[$0] ?? String(Character($0)) }.joined() + "\""
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
