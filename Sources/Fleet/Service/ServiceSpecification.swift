import Foundation

/// What a service is to run, and where.
public struct ServiceSpecification: Hashable, Sendable {
    let command: DurableCommandSpecification

    /// A service that `start` (run by `/bin/sh -c`) runs in `directory`, listening on `port`.
    ///
    /// - Parameters:
    ///   - environment: The complete environment but for `PORT`, which is set to `port`.
    ///   - secrets: The variables whose values are masked in what the service prints.
    public init(
        start: String, in directory: URL, environment: [String: String], port: Int, secrets: [String] = []
    ) {
        command = DurableCommandSpecification(
            script: Self.replacingShell(start), workingDirectory: directory,
            environment: environment.merging(["PORT": String(port)]) { $1 }, secrets: secrets)
    }

    /// Lets one plain program, such as `./server --port $PORT`, take the shell's place: its own exit status is then
    /// the service's, also when it ends gracefully after a signal. Anything more than that is left as it is.
    private static func replacingShell(_ start: String) -> String {
        let program = start.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
        let isPlain = program.contains("/") && !program.contains("=") && !start.contains { ";&|<>(){}`\n".contains($0) }
        return isPlain ? "exec \(start)" : start
    }
}
