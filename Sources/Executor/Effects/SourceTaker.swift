import Delivery

/// Takes sources from wherever they are, for runs that begin with that.
public protocol SourceTaker: Sendable {
    /// Puts the source into the folder `workspace`, in which nothing else is then, and reads it.
    ///
    /// - Parameter given: the pipeline as it is at hand.
    /// - Returns: `nil` where the run goes by the pipeline that it has.
    /// - Throws: ``SourceRefusal`` when what the commit has can't be carried out.
    func take(_ source: SourceStep, of given: Pipeline, into workspace: String) async throws -> TakenSource?
}

/// Why a commit can't be carried out, for people: it is bad, and no error of ours.
public struct SourceRefusal: Error, Equatable, Sendable {
    public let words: String

    public init(_ words: String) {
        self.words = words
    }
}

/// For worlds in which no run has a source.
public struct NoSources: SourceTaker {
    public init() {}

    public func take(_ source: SourceStep, of given: Pipeline, into workspace: String) async throws -> TakenSource? {
        throw Problem(what: "taking commit \(source.commit.prefix(12))", why: "no source can be taken here")
    }
}
