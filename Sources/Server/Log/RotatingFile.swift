import Delivery
import Foundation
import Posix
import Values

/// A private file that lines are added to, and that is put aside when it is full: `serve.log` becomes `serve.log.1`.
///
/// When somebody else moves or removes it, as logrotate does, the next line begins a new one.
struct RotatingFile: LogOutput {
    let configuration: LogConfiguration
    private var file: OpenFile?

    init(_ configuration: LogConfiguration) {
        self.configuration = configuration
    }

    mutating func open() throws(SystemCallError) { _ = try currentFile() }

    mutating func write(_ line: [UInt8]) throws(SystemCallError) {
        var file = try currentFile()
        if file.isRegular, file.size > 0, file.size + Int64(line.count) > configuration.size.bytes {
            rotate()
            file = try currentFile()
        }
        try file.append(line)
    }

    /// The file that has the path now, opened anew when that is another one than before.
    private mutating func currentFile() throws(SystemCallError) -> OpenFile {
        if let file, file.isStill(at: configuration.path) { return file }
        file = nil
        let opened = try OpenFile(appendingTo: configuration.path)
        file = opened
        return opened
    }

    /// Makes room by renaming; when that is not possible the file goes on growing, which is better than no log.
    private func rotate() {
        for number in stride(from: configuration.keep - 1, through: 1, by: -1) {
            rename(aside(number), aside(number + 1))
        }
        rename(configuration.path, aside(1))
    }

    private func aside(_ number: Int) -> String { "\(configuration.path).\(number)" }
}

/// A file that is open for adding to it, and closed with the last reference.
private final class OpenFile: Sendable {
    private let descriptor: Int32
    private let identity: FileIdentity
    let isRegular: Bool

    init(appendingTo path: String) throws(SystemCallError) {
        // Without waiting: opening a pipe that nobody reads would wait for ever. Not where a link leads: in a folder that
        // others can write to it may lead anywhere.
        descriptor = Foundation.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemCallError("open") }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let failure = SystemCallError("fstat")
            close(descriptor)
            throw failure
        }
        identity = FileIdentity(status)
        isRegular = status.st_mode & S_IFMT == S_IFREG
        if isRegular, status.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
    }

    deinit { close(descriptor) }

    /// As it is now: somebody else may have emptied it.
    var size: Int64 {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
    }

    func isStill(at path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && FileIdentity(status) == identity
    }

    /// - Throws: `SystemCallError`; then what was written of the line is taken back.
    func append(_ line: [UInt8]) throws(SystemCallError) {
        let before = size
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                let failure = SystemCallError("write")
                if isRegular { ftruncate(descriptor, off_t(before)) }
                throw failure
            }
        }
    }
}

/// Which file it is, whatever its name.
private struct FileIdentity: Equatable {
    let device: UInt64
    let number: UInt64

    init(_ status: stat) {
        device = UInt64(bitPattern: Int64(status.st_dev))
        number = UInt64(status.st_ino)
    }
}
