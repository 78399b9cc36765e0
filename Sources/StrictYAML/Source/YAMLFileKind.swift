/// What kind of file is read, for the messages about it.
package struct YAMLFileKind: Sendable {
    /// With its article: `a pipeline file`.
    let name: String
    /// What to write when nothing is there yet.
    let beginning: String

    package init(name: String, beginning: String) {
        self.name = name
        self.beginning = beginning
    }
}
