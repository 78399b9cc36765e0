import Foundation
import Posix

/// A directory of one test's own, with a short path, removed at the end.
public struct TemporaryDirectory: Sendable {
    public let path: String

    /// A system call that didn't work, in a test.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public init() throws {
        var template = Array("/tmp/slipway.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(description: "mkdtemp: \(SystemCallError.reason(of: errno))")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    public func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
