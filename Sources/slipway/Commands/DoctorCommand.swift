import ArgumentParser
import Foundation
import Journal

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check what a run needs on this machine, and say how to mend what is amiss.")

    @Option(help: "Where state is kept.")
    var state = ".slipway"

    @Option(help: "plain or json.")
    var output = OutputMode.plain

    func run() async throws {
        try await reporting {
            let results = await Doctor(state: StateDirectory(path: state)).examine()
            for result in results { output == .json ? printJSON(result) : printPlain(result) }
            if results.contains(where: { $0.finding == .bad }) { throw ExitStatus.failed.code }
        }
    }

    private func printPlain(_ result: Examination) {
        let sign =
            switch result.finding {
            case .good: "✔"
            case .warning: "▲"
            case .bad: "✖"
            }
        StandardStream.output.write("\(sign) \(result.subject): \(result.detail)")
        if let remedy = result.remedy { StandardStream.output.write("    \(remedy)") }
    }

    private func printJSON(_ result: Examination) {
        guard let data = try? JSONEncoder().encode(result) else { return }
        StandardStream.output.write(String(decoding: data, as: UTF8.self))
    }
}
