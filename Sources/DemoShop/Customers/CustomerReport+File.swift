import Foundation

extension CustomerReport {
    /// Reads a report file, of at most 4 MiB.
    ///
    /// - Throws: `CustomerReportError`.
    public init(contentsOf file: URL) throws {
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            let data = try handle.read(upToCount: Self.fileSizeLimit + 1) ?? Data()
            guard data.count <= Self.fileSizeLimit else { throw CocoaError(.fileReadTooLarge) }
            self = try JSONDecoder().decode(CustomerReport.self, from: data)
        } catch {
            throw CustomerReportError(file: file.path, operation: "read", reason: "\(error)")
        }
    }

    /// One JSON object with sorted keys.
    ///
    /// - Throws: `EncodingError`.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// Replaces the file in one step, private to its owner: a reader sees the old report or the new one, never a part.
    ///
    /// - Throws: `CustomerReportError`.
    public func write(to file: URL) throws {
        let draft = file.path + ".\(getpid()).draft"
        do {
            try Self.createPrivately(draft, containing: try json())
            guard rename(draft, file.path) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        } catch {
            unlink(draft)
            throw CustomerReportError(file: file.path, operation: "write", reason: error.localizedDescription)
        }
    }

    private static let fileSizeLimit = 4_194_304

    private static func createPrivately(_ path: String, containing data: Data) throws {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: data)
        try handle.close()
    }
}

/// A report file that cannot be read or written.
public struct CustomerReportError: Error, CustomStringConvertible {
    /// The file's path.
    public let file: String
    let operation: String
    let reason: String

    public var description: String { "cannot \(operation) the customers' report \(file): \(reason)" }
}
