import Delivery
import Journal
import Traffic

extension StateDirectory {
    /// What a person types to start an environment's router with what its files say; `nil` where it can have none.
    public func routerStart(of name: EnvironmentName) -> String? {
        let directory = environment(name) + "/router"
        let sockets = SocketPlace.directory(for: directory, longestName: 40)
        guard let paths = try? HAProxyPaths(directory: directory, socketDirectory: sockets.directory) else {
            return nil
        }
        let files = [paths.directory, paths.configuration, paths.processIdentifier].map(\.shellWord)
        return "haproxy -D -C \(files[0]) -f \(files[1]) -p \(files[2])"
    }
}

extension String {
    /// As one word for a shell; a path with a quote in it is never HAProxy's.
    fileprivate var shellWord: String {
        allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) } ? self : "'\(self)'"
    }
}
