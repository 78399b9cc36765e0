import Foundation
import Posix

extension Data {
    /// The bytes of a file that a person wrote, and at most one more than may be in it.
    ///
    /// - Throws: `YAMLFileError.unreadable`; also for what is no file: reading a pipe could wait for ever.
    init(contentsOfYAMLFile path: String) throws(YAMLFileError) {
        do {
            self.init(try BoundedFile.beginning(of: path, limit: CheckedFile.sizeLimit + 1).bytes)
        } catch {
            throw .unreadable(file: path, reason: error.description)
        }
    }
}
