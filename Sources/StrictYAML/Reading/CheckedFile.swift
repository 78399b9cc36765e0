import Foundation
import Values

/// A YAML file of any kind that a person writes, read strictly: every problem at once, each with its place.
package enum CheckedFile {
    /// The largest file that is read, in bytes; a longer one was written by no person.
    package static let sizeLimit = 1 << 20

    /// Reads the file at `path` with `read`, which gives what the file says and reports what it can't understand.
    ///
    /// - Throws: `YAMLFileError`: the file can't be read, is no YAML, or has problems.
    package static func load<Value: Sendable>(
        _ path: String, kind: YAMLFileKind, read: @escaping @Sendable (Field, ProblemLog) -> Value
    ) throws(YAMLFileError) -> Value {
        try parse(try bytes(of: path), file: path, kind: kind, read: read)
    }

    /// The bytes of the file at `path`, and at most one more than may be in it.
    ///
    /// - Throws: `YAMLFileError.unreadable`; also for what is no file: reading a pipe could wait for ever.
    package static func bytes(of path: String) throws(YAMLFileError) -> Data { try Data(contentsOfYAMLFile: path) }

    /// Reads `bytes`; `file` is what their problems name as the file.
    ///
    /// - Throws: `YAMLFileError`: the bytes are too many, no YAML, or have problems.
    package static func parse<Value: Sendable>(
        _ bytes: Data, file: String, kind: YAMLFileKind, read: @escaping @Sendable (Field, ProblemLog) -> Value
    ) throws(YAMLFileError) -> Value {
        try parse(bytes, file: file, kind: kind, read: read) { _, _ in [] }
    }

    /// Reads `bytes`, and asks what was read which rules it breaks.
    ///
    /// - Parameter faults: the rules that the value breaks; of its parts alone where not every part was understood.
    /// - Throws: `YAMLFileError`: the bytes are too many, no YAML, or have problems.
    package static func parse<Value: Sendable>(
        _ bytes: Data, file: String, kind: YAMLFileKind, read: @escaping @Sendable (Field, ProblemLog) -> Value,
        faults: @escaping @Sendable (_ value: Value, _ isUnderstood: Bool) -> [FieldFault]
    ) throws(YAMLFileError) -> Value {
        try DeepStack.run { () throws(YAMLFileError) in
            let document = try Document(SourceText(bytes, file: file, kind: kind))
            let log = ProblemLog(document: document)
            let value = read(Field(root: document.root), log)
            let problems = log.problems(and: faults(value, log.isEmpty))
            if problems.isEmpty { return value }
            throw .problems(problems)
        }
    }
}
