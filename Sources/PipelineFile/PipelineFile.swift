public import Delivery
import Foundation
import StrictYAML

/// Reads `slipway.yml`: YAML in, a `Pipeline` or every problem of the file out.
///
/// The format is described in `Documentation/pipeline.md`.
public enum PipelineFile {
    /// Reads the file at `path`.
    ///
    /// - Throws: `YAMLFileError`: the file can't be read, is no YAML, or has problems.
    public static func load(_ path: String) throws(YAMLFileError) -> Pipeline {
        try read(try CheckedFile.bytes(of: path), file: path)
    }

    /// Reads `text`; `file` is what its problems name as the file.
    ///
    /// - Throws: `YAMLFileError`: the text is too long, no YAML, or has problems.
    public static func parse(_ text: String, file: String = "slipway.yml") throws(YAMLFileError) -> Pipeline {
        try read(Data(text.utf8), file: file)
    }

    private static func read(_ bytes: Data, file: String) throws(YAMLFileError) -> Pipeline {
        try CheckedFile.parse(bytes, file: file, kind: .pipeline) { root, log in
            PipelineReader(log: log).pipeline(root)
        } faults: { pipeline, isUnderstood in
            // Rules between the parts are judged only when every part was understood.
            isUnderstood ? pipeline.faults : pipeline.valueFaults
        }
    }
}

extension YAMLFileKind {
    static let pipeline = YAMLFileKind(
        name: "a pipeline file", beginning: "write at least name, stages and environments")
}
