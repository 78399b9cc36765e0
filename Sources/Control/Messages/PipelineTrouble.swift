/// What keeps a pipeline of a server from running its source's newest commit.
public struct PipelineTrouble: Equatable, Sendable, Codable {
    /// The pipeline's name.
    public let pipeline: String
    public let trouble: String

    public init(pipeline: String, trouble: String) {
        self.pipeline = pipeline
        self.trouble = trouble
    }
}
