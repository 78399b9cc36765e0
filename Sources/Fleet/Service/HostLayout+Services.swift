import Foundation

extension HostLayout {
    /// Every service that was ever started here, ended or not.
    public func startedServices() -> [DurableCommand] {
        let run = root.appending(path: "run", directoryHint: .isDirectory)
        return directories(in: run).flatMap(directories).map(DurableCommand.init)
    }

    private func directories(in folder: URL) -> [URL] {
        let entries = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (entries ?? []).filter(\.hasDirectoryPath)
    }
}
