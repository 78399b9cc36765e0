import Foundation
import Subprocess
import SystemCalls

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// A private file without a name: what a program reads or writes, and nobody can find.
///
/// Not a pipe: swift-subprocess (1.0.2) ends this process when a program, or the wish for it, goes away before it has read
/// its input from one.
final class ScratchFile: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// - Parameter path: what it is called for a moment; for one file at a time.
    /// - Throws: ``SinkError``
    static func make(at path: String, holding text: String = "") async throws(SinkError) -> ScratchFile {
        try await Offloaded.run { () throws(SinkError) in
            // One may be left by a process that was ended in that moment.
            unlink(path)
            let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw .lastCall("open", path) }
            let file = ScratchFile(descriptor: descriptor)
            unlink(path)
            try PrivateFile.write(Array(text.utf8), to: descriptor, called: path)
            guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .lastCall("lseek", path) }
            return file
        }
    }

    /// What a program has written; at most `limit` bytes.
    func text(upTo limit: Int) async -> String {
        await Offloaded.run { [self] in
            var buffer = [UInt8](repeating: 0, count: limit)
            let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
            return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
        }
    }

    /// Only while the file is there.
    var input: FileDescriptorInput {
        .fileDescriptor(FileDescriptor(rawValue: descriptor), closeAfterSpawningProcess: false)
    }

    /// Only while the file is there.
    var output: FileDescriptorOutput {
        .fileDescriptor(FileDescriptor(rawValue: descriptor), closeAfterSpawningProcess: false)
    }
}
