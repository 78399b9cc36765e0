import Delivery
import Foundation
import PipelineFile
import Values
import Variables

extension Doctor {
    /// Whether a run of the pipeline file would have its secrets and the files with its variables. Nothing where there is
    /// no such file, or nothing to have; what else is wrong with it, `slipway validate` says.
    func variables() async -> [Examination] {
        guard let pipeline = try? PipelineFile.load(file) else { return [] }
        let survey = VariableSurvey.of(pipeline, in: file)
        let unset = survey.unset.map {
            Examination.warning("variables", "pass-env names \($0), which is not set here", "set it, or remove it")
        }
        guard let troubles = try? await survey.troubles(askingCommands: true), survey.count > 0 else { return unset }
        let good = Examination.good("variables", "all \(survey.count) secrets and files of \(file) can be read")
        let bad = troubles.map {
            Examination.bad(
                "variables", "\($0)", "put it there, or change \(file); a run ends before the first step that needs it")
        }
        return (bad.isEmpty ? [good] : bad) + unset
    }
}
