public import Delivery
import Foundation

/// Reads `slipway.yml`: YAML in, a `Pipeline` or every problem of the file out.
///
/// The format is described in `Documentation/pipeline.md`.
public enum PipelineFile {
    /// The largest file that is read, in bytes; a longer one is no pipeline written by a person.
    public static let sizeLimit = 1 << 20

    /// Reads the file at `path`.
    ///
    /// - Throws: `PipelineFileError`: the file can't be read, is no YAML, or has problems.
    public static func load(_ path: String) throws(PipelineFileError) -> Pipeline {
        let bytes = try Data(contentsOfPipelineFile: path)
        return try DeepStack.run { () throws(PipelineFileError) in try read(bytes, file: path) }
    }

    /// Reads `text`; `file` is what its problems name as the file.
    ///
    /// - Throws: `PipelineFileError`: the text is too long, no YAML, or has problems.
    public static func parse(_ text: String, file: String = "slipway.yml") throws(PipelineFileError) -> Pipeline {
        let bytes = Data(text.utf8)
        return try DeepStack.run { () throws(PipelineFileError) in try read(bytes, file: file) }
    }

    private static func read(_ bytes: Data, file: String) throws(PipelineFileError) -> Pipeline {
        let source = try SourceText(bytes, file: file, kind: .pipeline)
        let document = try Document(source)
        let log = ProblemLog(document: document)
        let pipeline = PipelineReader(log: log).pipeline(Field(root: document.root))
        let problems = log.problems(with: pipeline)
        if problems.isEmpty { return pipeline }
        throw .problems(problems)
    }
}
