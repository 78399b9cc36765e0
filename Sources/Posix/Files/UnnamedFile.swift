import Foundation

/// Bytes for another program to read, in a file that has no name: nobody else can open it, and it goes with its reader.
package enum UnnamedFile {
    /// A descriptor at the beginning of such a file, made in `directory`, which is private. Throws ``SystemCallError``.
    package static func holding(_ bytes: [UInt8], in directory: URL) throws(SystemCallError) -> OwnedDescriptor {
        let path = directory.appending(path: ".input-\(UUID().uuidString)").path
        let file = try OwnedDescriptor(opening: path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW)
        unlink(path)
        try file.write(bytes, path: path)
        try file.rewind(path: path)
        return file
    }
}
