import ArgumentParser
import Control
import Delivery
import Foundation
import Journal
import StateDirectory
import StrictYAML
import Triggers

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a pipeline; a live view on a terminal, plain lines elsewhere.")

    @Argument(help: "The pipeline file.")
    var file = "slipway.yml"

    @Option(help: "plain, json or dashboard; by default whatever suits the terminal.")
    var output: OutputMode?

    @Flag(name: .customLong("continue"), help: "Go on with the run that was interrupted, instead of starting one.")
    var continues = false

    @Flag(help: "Go by this pipeline file where it differs from the commit's own, and say so in the record.")
    var dirty = false

    @Option(help: "State directory.")
    var state = ".slipway"

    func run() async throws {
        try await reporting {
            do {
                throw try await (continues ? takeUp() : start()).code
            } catch let detachment as Detachment {
                try await detachment.goOn(in: state)
            }
        }
    }

    private func start() async throws -> ExitStatus {
        let pipeline = try loadPipeline(file)
        if let server = try? await ControlClient.connect(to: StateDirectory(path: state)),
            let names = server.greeting.pipelines
        {
            guard !dirty else {
                throw CommandFailure(
                    .usage,
                    "process \(server.greeting.processID) serves from \(state), and builds commits by their own "
                        + "files; leave out --dirty, or choose another --state")
            }
            return try await start(pipeline.name, at: server, serving: names)
        }
        return try await carryOut(pipeline)
    }

    /// A server has the state directory: it starts the run, and this process follows it.
    private func start(_ name: String, at server: ControlClient, serving names: [String]) async throws -> ExitStatus {
        guard names.contains(name) else {
            throw CommandFailure(
                .errored,
                "process \(server.greeting.processID) serves \(names.joined(separator: ", ")) from \(state), "
                    + "and not \(name); add it to the server's configuration, or choose another --state")
        }
        do {
            let number = try await server.start(name)
            return try await RunViewer(
                run: number, state: StateDirectory(path: state), mode: output ?? .suitable, file: file
            ).follow(server)
        } catch ControlError.refused(let refusal) {
            throw CommandFailure(.failed, refusal)
        }
    }

    private func carryOut(_ given: Pipeline) async throws -> ExitStatus {
        _ = try loadPeople(for: given)
        return try await withSession(in: state, to: .begin) { session in
            let prepared = try await prepare(given, in: session)
            return try await presenter(session)
                .carryOut(prepared.pipeline, prepared.change, by: .current, in: prepared.workspace)
        }
    }

    /// What to carry out, and where: with a source, the run takes it first, and the commit's own pipeline with it.
    private func prepare(
        _ given: Pipeline, in session: Session
    ) async throws -> (pipeline: Pipeline, change: Change, workspace: URL) {
        let place = URL(filePath: file).standardizedFileURL
        guard let source = given.source else {
            let folder = place.deletingLastPathComponent()
            return (given, try await changeInFolder(folder, given, session), folder)
        }
        let path = place.path(percentEncoded: false)
        let commit = try await head(of: GitRemote(source, besideFile: path)).hexadecimal
        let step = SourceStep(source: source, commit: commit, pipeline: dirty ? .file : .commit, file: path)
        let workspace = URL(filePath: try session.state.prepareWorkspace(of: session.journal.nextRunNumber))
        return (given.taking(step), Change(untaken: commit), workspace)
    }

    private func head(of remote: GitRemote) async throws -> ObjectID {
        do {
            return try await remote.head()
        } catch {
            throw CommandFailure(
                error.isMistake ? .usage : .errored, "the source \(remote) could not be fetched: \(error)")
        }
    }

    /// Without a source, what lies in the folder is built, by a file that has to be the commit's.
    ///
    /// - Throws: `CommandFailure` where it is not; `GitChangeError`.
    private func changeInFolder(_ folder: URL, _ given: Pipeline, _ session: Session) async throws -> Change {
        var difference: PipelineDifference?
        do {
            try await PipelineOrigin(file: file, pipeline: given).compareWithOwnCommit()
        } catch let found as PipelineDifference {
            guard dirty else { throw CommandFailure(.usage, "\(found), commit it, or run it with --dirty") }
            difference = found
        }
        let bases = await ServiceBase.current(for: given, recorder: session.recorder)
        var change = try await GitChange.read(
            in: folder, since: bases, people: loadPeople(for: nil), isCheckout: false)
        if let difference {
            StandardStream.error.write("slipway: \(difference); going on because of --dirty")
            change.markDirty()
        }
        return change
    }

    /// - Parameter pipeline: where it asks for other people than the authors, somebody has to be known.
    private func loadPeople(for pipeline: Pipeline?) throws -> People {
        let people: People
        do {
            people = try .load(People.standardPath())
        } catch {
            throw CommandFailure(.usage, error)
        }
        if pipeline?.refusesAuthors == true {
            StandardStream.error.write("slipway: \(PeopleAdvice.forOneRun(people))")
        }
        return people
    }

    private func takeUp() async throws -> ExitStatus {
        try await withSession(in: state) { session in
            // Whichever is shown: the others go on as well.
            guard let run = try await session.journal.reader.unfinishedRun() else {
                throw CommandFailure(.failed, "no run is under way in \(state)")
            }
            return try await presenter(session).takeUp(run, by: .current)
        }
    }

    private func presenter(_ session: Session) -> RunPresenter {
        RunPresenter(
            session: session, mode: output ?? .suitable, approver: nil, canDetach: true, file: file)
    }
}

extension GitRemoteError {
    /// Whether the pipeline file names something that can't be there.
    fileprivate var isMistake: Bool {
        switch self {
        case .impossibleBranch, .noBranch: true
        case .noGit, .refused, .noAnswer, .unreadable, .cancelled: false
        }
    }
}
