import Foundation
import Posix
import StateDirectory
import Synchronization

/// The number of the last event on disk, in a file of its own beside the journal.
///
/// It is written after the event and is not waited for: it may be behind after a power cut, and is never ahead of a
/// journal that is whole.
final class JournalHead: Sendable {
    /// Always as long as this, so that an old number is written over.
    private static let digits = 20

    private let descriptor: Mutex<Int32?>

    /// - Throws: ``JournalError`` when the file can't be made or written.
    init(path: String) throws(JournalError) {
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            throw JournalError(.notWritable, path: path, detail: SystemCallError.reason(of: errno))
        }
        self.descriptor = Mutex(descriptor)
    }

    deinit { close() }

    func note(_ sequence: Int64) {
        let number = String(sequence)
        let line = String(repeating: "0", count: max(0, Self.digits - number.count)) + number + "\n"
        descriptor.withLock { descriptor in
            guard let descriptor else { return }
            // One that can't be written is behind, and a loss is then noticed later, or by what else is there.
            _ = pwrite(descriptor, line, line.utf8.count, 0)
        }
    }

    func close() {
        descriptor.withLock { descriptor in
            if let open = descriptor { Foundation.close(open) }
            descriptor = nil
        }
    }

    /// The number in the file; `nil` where there is none.
    static func read(_ path: String) -> Int64? {
        guard (try? FileKind.of(path)) == .file, let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        let text = try? file.read(upToCount: digits).map { String(decoding: $0, as: UTF8.self) }
        return text.flatMap { Int64($0) }
    }
}
