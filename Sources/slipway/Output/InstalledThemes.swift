import Dashboard
import Foundation

extension [Theme] {
    /// The standard theme for this terminal first, then the others that are installed.
    static var installed: [Theme] {
        let variables = ProcessInfo.processInfo.environment
        let program = Bundle.main.executablePath ?? CommandLine.arguments.first ?? ""
        let library = ThemeLibrary(folders: ThemeLibrary.searchPath(environment: variables, executable: program))
        let standard = ThemeLibrary.standardName(environment: variables)
        let names = [standard] + library.names().filter { $0 != standard }
        return names.compactMap { try? library.theme(named: $0) }
    }
}
