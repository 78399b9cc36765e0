import Executor
import Foundation
import Journal

extension Doctor {
    /// What runs and that the journal knows nothing of: a journal that lost its end leaves it, also when that was accepted.
    func unknownServices() async -> [Examination] {
        guard FileManager.default.fileExists(atPath: state.journal),
            let reader = try? await JournalReader.open(in: state),
            let survey = try? await reader.unknownServices(in: state)
        else { return [] }
        return survey.services.map {
            .warning("unknown service", "\($0) runs, and the journal knows nothing of it", Self.endItYourself)
        } + survey.unasked.map { .warning("unknown services", "\($0)", "make it answer, then ask again") }
    }

    private static let endItYourself = "users no longer with it? end its processes: nothing here ever does"
}
