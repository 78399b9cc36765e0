import Foundation
import Posix

/// The files of a durable command, and what each of them says.
///
/// | file | meaning |
/// |---|---|
/// | `alive` | a FIFO that the supervisor holds open for as long as it lives |
/// | `claim` | made once, by hard link: the right to run; holds the process group |
/// | `script` | the command's text: in a file, as arguments can be read by everybody |
/// | `output` | standard output and error, in the order in which they were written; see ``OutputKeeper`` |
/// | `output.OFFSET` | what was written from this byte on, where `output` has ended |
/// | `status` | the shell's `$?`, renamed into place after the command ended |
/// | `cancelled` | made before the first signal: a missing status then means SIGKILL |
struct CommandFiles: Sendable {
    let directory: String

    var alive: String { directory + "/alive" }
    var claim: String { directory + "/claim" }
    var script: String { directory + "/script" }
    var output: String { directory + "/output" }
    var status: String { directory + "/status" }
    var cancelled: String { directory + "/cancelled" }

    /// Makes what must be there before the supervisor starts.
    func prepare() throws {
        try PrivateFile.makeDirectory(directory)
        try PrivateFile.makeFIFO(alive)
        try PrivateFile.touch(output)
    }

    /// The outcome that the supervisor wrote; `nil` when there is none.
    func outcome() throws -> CommandEnd? {
        guard let text = try PrivateFile.text(of: status, limit: 64) else { return nil }
        guard let outcome = CommandEnd(shellStatus: text) else {
            throw DurableCommandError.damaged(file: status, content: text)
        }
        return outcome
    }

    /// The process group of the one who may run; `nil` when there was none yet.
    func claimant() throws -> ProcessGroup? {
        guard let text = try PrivateFile.text(of: claim, limit: 64) else { return nil }
        guard let group = ProcessGroup(text) else { throw DurableCommandError.damaged(file: claim, content: text) }
        return group
    }
}
