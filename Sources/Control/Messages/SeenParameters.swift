import Delivery
import Values

/// What the giver of an order saw of the run, as it stands in `run.command`.
struct SeenParameters: Codable, Sendable {
    let change: SeenChange

    private enum Name: String, CodingKey, CaseIterable { case run, stage, commit, digest }

    init(change: SeenChange) {
        self.change = change
    }

    /// - Throws: `RPCError` for a member that there is not: a misspelt one would silently not be compared.
    init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: MemberName.self).allKeys.map(\.stringValue)
        let known = Name.allCases.map(\.rawValue)
        if let unknown = names.filter({ !known.contains($0) }).min() {
            throw RPCError(
                .invalidParameters,
                "seen: there is no '\(unknown.prefix(64))'; there are \(known.joined(separator: ", "))")
        }
        let members = try decoder.container(keyedBy: Name.self)
        change = SeenChange(
            run: try members.decodeIfPresent(RunNumber.self, forKey: .run),
            stage: try members.decodeIfPresent(StageName.self, forKey: .stage),
            commit: try members.decodeIfPresent(String.self, forKey: .commit),
            digest: try members.decodeIfPresent(Digest.self, forKey: .digest))
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        try members.encodeIfPresent(change.run, forKey: .run)
        try members.encodeIfPresent(change.stage, forKey: .stage)
        try members.encodeIfPresent(change.commit, forKey: .commit)
        try members.encodeIfPresent(change.digest, forKey: .digest)
    }
}
