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
        let folder = URL(filePath: file).standardizedFileURL.deletingLastPathComponent()
        let session = try await Session.open(state, to: .begin)
        do {
            let workspace = try await SourceCheckout.make(
                given.source, beside: folder, for: session.journal.nextRunNumber, in: session.state)
            let (pipeline, difference) = try await pipeline(given, in: workspace)
            let people = try loadPeople(for: pipeline)
            let bases = await ServiceBase.current(for: pipeline, recorder: session.recorder)
            var change = try await GitChange.read(
                in: workspace, since: bases, people: people, isCheckout: pipeline.source != nil)
            if let difference {
                StandardStream.error.write("slipway: \(difference); going on because of --dirty")
                change.markDirty()
            }
            let status = try await presenter(session).carryOut(pipeline, change, by: .current, in: workspace)
            await session.close()
            return status
        } catch {
            await session.close()
            throw error
        }
    }

    /// The pipeline to carry out: with a source the one in the commit, otherwise the file's own.
    ///
    /// - Returns: beside it, in what way the person wants something else than the commit has.
    /// - Throws: `CommandFailure` where the commit can't be carried out by its own file; `GitChangeError`.
    private func pipeline(_ given: Pipeline, in workspace: URL) async throws -> (Pipeline, difference: String?) {
        let origin = PipelineOrigin(file: file, pipeline: given)
        do {
            guard given.source != nil else {
                try await origin.compareWithOwnCommit()
                return (given, nil)
            }
            return try await commitsOwn(origin, given, workspace)
        } catch let difference as PipelineDifference {
            guard dirty else { throw CommandFailure(.usage, "\(difference), commit it, or run it with --dirty") }
            return (given, "\(difference)")
        } catch let error as YAMLFileError {
            throw CommandFailure(.usage, error)
        } catch let error as OwnPipelineError {
            throw CommandFailure(.usage, error)
        }
    }

    private func commitsOwn(
        _ origin: PipelineOrigin, _ given: Pipeline, _ workspace: URL
    ) async throws -> (Pipeline, difference: String?) {
        guard !dirty else {
            return (given, try await isCommitted(origin, workspace) ? nil : "\(file) is not what the commit has")
        }
        guard let own = try await origin.own(inCheckout: workspace) else { return (given, nil) }
        if !own.isGiven {
            StandardStream.error.write("slipway: carrying out \(own.name), which \(file) differs from")
        }
        return (own.pipeline, nil)
    }

    /// Whatever is wrong with the commit's file, it is not what the person wants.
    private func isCommitted(_ origin: PipelineOrigin, _ workspace: URL) async throws -> Bool {
        do {
            return try await origin.own(inCheckout: workspace)?.isGiven ?? true
        } catch is YAMLFileError {
            return false
        } catch is OwnPipelineError {
            return false
        }
    }

    private func loadPeople(for pipeline: Pipeline) throws -> People {
        let people: People
        do {
            people = try .load(People.standardPath())
        } catch {
            throw CommandFailure(.usage, error)
        }
        if pipeline.refusesAuthors {
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
