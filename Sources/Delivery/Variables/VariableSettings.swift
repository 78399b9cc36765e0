import Values

/// What one place of a pipeline file says of the variables that processes find in their environment.
public struct VariableSettings: Hashable, Sendable, Codable {
    /// Names and texts, as they stand in the file.
    public var texts: [String: String]
    /// A file of `NAME=value` lines, which is read when it is needed.
    public var file: String?
    /// Where the values are that nobody may see.
    public var secrets: [String: SecretSource]

    private enum CodingKeys: String, CodingKey {
        case texts = "env"
        case file = "envFile"
        case secrets
    }

    public init(texts: [String: String] = [:], file: String? = nil, secrets: [String: SecretSource] = [:]) {
        self.texts = texts
        self.file = file
        self.secrets = secrets
    }

    public var isEmpty: Bool { texts.isEmpty && file == nil && secrets.isEmpty }

    /// Those that it sets whatever is in its file.
    var names: Set<String> { Set(texts.keys).union(secrets.keys) }
}

/// What is empty is not written.
extension VariableSettings {
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            texts: try members.decodeIfPresent([String: String].self, forKey: .texts) ?? [:],
            file: try members.decodeIfPresent(String.self, forKey: .file),
            secrets: try members.decodeIfPresent([String: SecretSource].self, forKey: .secrets) ?? [:])
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        if !texts.isEmpty { try members.encode(texts, forKey: .texts) }
        try members.encodeIfPresent(file, forKey: .file)
        if !secrets.isEmpty { try members.encode(secrets, forKey: .secrets) }
    }
}
