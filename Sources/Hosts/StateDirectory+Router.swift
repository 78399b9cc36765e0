import Delivery
import Foundation
import HAProxy
import StateDirectory
import Values

extension StateDirectory {
    /// Where an environment's router has its files.
    func router(of name: EnvironmentName) -> String { environment(name) + "/router" }

    /// Where an environment's router has its files and its sockets: of those HAProxy makes each under its name with
    /// `.PID.tmp` added.
    ///
    /// - Throws: `HAProxyError` where it can have none there.
    func routerPaths(of name: EnvironmentName) throws(HAProxyError) -> HAProxyPaths {
        let sockets = routerSockets(of: name)
        return try HAProxyPaths(directory: router(of: name), socketDirectory: sockets.directory)
    }

    func routerSockets(of name: EnvironmentName) -> SocketPlace {
        .directory(for: router(of: name), longestName: 40)
    }

    /// What a person types to start an environment's router with what its files say; `nil` where it has none.
    public func routerStart(of name: EnvironmentName) -> String? {
        guard let paths = try? routerPaths(of: name), FileManager.default.fileExists(atPath: paths.configuration)
        else { return nil }
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
