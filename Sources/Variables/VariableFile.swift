import Delivery
import Fleet
import Foundation
import Posix
import Values

/// A file of variables or of a secret, as it is at this moment: a regular file, of a bounded size.
struct VariableFile: Sendable {
    /// As the pipeline file names it.
    let path: String
    /// What a path that does not begin with `/` is relative to.
    let workspace: URL

    /// The largest that is read, in bytes.
    static let limit = 256 << 10

    /// What is in a workspace comes from whoever may push: no link in it is followed.
    ///
    /// - Throws: ``VariableFileError``
    func contents() async throws(VariableFileError) -> [UInt8] {
        try await Offloaded.run { () throws(VariableFileError) in
            let bytes = try path.hasPrefix("/") ? absolute() : inWorkspace()
            guard bytes.count <= Self.limit else { throw VariableFileError("it is larger than \(Self.limit) bytes") }
            return bytes
        }
    }

    private func absolute() throws(VariableFileError) -> [UInt8] {
        do throws(BoundedFile.Problem) {
            return try BoundedFile.beginning(of: path, limit: Self.limit + 1).bytes
        } catch {
            throw VariableFileError("\(error)")
        }
    }

    private func inWorkspace() throws(VariableFileError) -> [UInt8] {
        do {
            return try WorkspaceFile.beginning(of: path, in: workspace, limit: Self.limit + 1)
        } catch let error as FenceError {
            throw VariableFileError("it \(error.reason)")
        } catch {
            throw VariableFileError(error.words)
        }
    }
}

struct VariableFileError: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
