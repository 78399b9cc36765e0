import Executor
import Foundation
import Journal
import StateDirectory

extension Doctor {
    /// What runs and is in no record: a journal that lost its end leaves it, also when that was accepted, and so does a release
    /// that could not reach its router.
    func unknownServices() async -> [Examination] {
        guard FileManager.default.fileExists(atPath: state.journal),
            let reader = try? await JournalReader.open(in: state),
            let survey = try? await reader.unknownServices(in: state)
        else { return [] }
        return survey.services.map {
            .warning(
                "unknown service", "\($0) runs, and the journal has it neither in service nor in a run under way",
                Self.endItYourself)
        } + survey.unasked.map { .warning("unknown services", "\($0)", "make it answer, then ask again") }
    }

    private static let endItYourself = "if no router sends users to it, end its processes: nothing here does"
}
