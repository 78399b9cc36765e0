import Foundation
import Posix
import Subprocess

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

    /// - Parameter folder: a private one, which it is in for a moment.
    /// - Throws: ``SinkError``
    static func make(in folder: String, holding text: String = "") async throws(SinkError) -> ScratchFile {
        try await SinkFile.with(folder) { () throws(SystemCallError) in
            let directory = URL(filePath: folder, directoryHint: .isDirectory)
            return ScratchFile(descriptor: try UnnamedFile.holding(Array(text.utf8), in: directory).release())
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
