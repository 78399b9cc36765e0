import Foundation
import SlipwayTesting
import Values

extension Program {
    /// Waits until a program that this process runs has ended: by itself, or at the latest at the first interrupt.
    static func endsAtTheFirstInterrupt(_ process: pid_t, byItselfWithin limit: Duration = .seconds(30)) async throws {
        do {
            try await eventually("it ends by itself", within: limit) { hasEnded(process) }
        } catch {
            Foundation.kill(process, SIGINT)
            try await eventually("it ends at the first interrupt", within: .seconds(15)) { hasEnded(process) }
        }
    }

    /// Whether a child has ended, also when nobody asked how yet.
    static func hasEnded(_ process: pid_t) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return text.split(separator: ")").last?.hasPrefix(" Z") == true
    }
}
