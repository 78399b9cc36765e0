import ArgumentParser
import Control
import Delivery
import Foundation
import Journal
import StateDirectory
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

    @Flag(help: "Run a pipeline file that differs from the commit's own, and say so in the record.")
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
            return try await RunViewer(run: number, state: StateDirectory(path: state), mode: output ?? .suitable)
                .follow(server)
        } catch ControlError.refused(let refusal) {
            throw CommandFailure(.failed, refusal)
        }
    }

    private func carryOut(_ pipeline: Pipeline) async throws -> ExitStatus {
        let folder = URL(filePath: file).standardizedFileURL.deletingLastPathComponent()
        let session = try await Session.open(state, to: .begin)
        do {
            let workspace = try await SourceCheckout.make(
                pipeline.source, beside: folder, for: session.journal.nextRunNumber, in: session.state)
            let difference = try await difference(of: pipeline, from: workspace)
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

    /// What the pipeline file says otherwise than the commit that is built.
    ///
    /// - Throws: it, unless the person wants that; `GitChangeError`.
    private func difference(of pipeline: Pipeline, from workspace: URL) async throws -> PipelineDifference? {
        let origin = PipelineOrigin(file: file, pipeline: pipeline)
        do {
            try await pipeline.source == nil
                ? origin.compareWithOwnCommit() : origin.compare(withCheckout: workspace)
            return nil
        } catch let difference as PipelineDifference {
            guard dirty else { throw CommandFailure(.usage, "\(difference), commit it, or run it with --dirty") }
            return difference
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
        RunPresenter(session: session, mode: output ?? .suitable, approver: nil, canDetach: true)
    }
}
