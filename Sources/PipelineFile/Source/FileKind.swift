/// What kind of file is read, for the messages about it.
package struct FileKind: Sendable {
    /// With its article: `a pipeline file`.
    let name: String
    /// What to write when nothing is there yet.
    let beginning: String

    package init(name: String, beginning: String) {
        self.name = name
        self.beginning = beginning
    }

    static let pipeline = FileKind(name: "a pipeline file", beginning: "write at least name, stages and environments")
}
