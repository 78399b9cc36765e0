import Foundation

/// A YAML file of any kind, read like a pipeline file: every problem at once, each with its place.
package enum CheckedFile {
    /// Reads the file at `path` with `read`, which gives what the file says and reports what it can't understand.
    ///
    /// - Throws: `PipelineFileError`: the file can't be read, is no YAML, or has problems.
    package static func load<Value: Sendable>(
        _ path: String, kind: FileKind, read: @escaping @Sendable (Field, ProblemLog) -> Value
    ) throws(PipelineFileError) -> Value {
        let bytes = try Data(contentsOfPipelineFile: path)
        return try parse(bytes, file: path, kind: kind, read: read)
    }

    /// Reads `bytes`; `file` is what their problems name as the file.
    ///
    /// - Throws: `PipelineFileError`: the bytes are too many, no YAML, or have problems.
    package static func parse<Value: Sendable>(
        _ bytes: Data, file: String, kind: FileKind, read: @escaping @Sendable (Field, ProblemLog) -> Value
    ) throws(PipelineFileError) -> Value {
        try DeepStack.run { () throws(PipelineFileError) in
            let document = try Document(SourceText(bytes, file: file, kind: kind))
            let log = ProblemLog(document: document)
            let value = read(Field(root: document.root), log)
            if log.problems.isEmpty { return value }
            throw .problems(log.problems)
        }
    }
}
