import Delivery
import Foundation
import Synchronization
import HAProxy
import Values

/// A real HAProxy with real instances behind it, in a directory and on ports of its own.
public struct RouterBench: Sendable {
    public let directory: TemporaryDirectory
    public let paths: HAProxyPaths
    public let router: HAProxyInstance
    public let listen: Endpoint
    public let blue: [Responder]
    public let green: [Responder]

    /// Two instances a slot, named `blue` and `green`, and a configuration that has them; nothing is started yet.
    public static func run(instances: Int = 2, _ body: (RouterBench) async throws -> Void) async throws {
        let bench = try await RouterBench(instances: instances)
        let result: Result<Void, any Error>
        do { result = .success(try await body(bench)) } catch { result = .failure(error) }
        for responder in bench.blue + bench.green { await responder.stop() }
        try await bench.router.stop()
        bench.directory.remove()
        try result.get()
    }

    private init(instances: Int) async throws {
        directory = try TemporaryDirectory()
        // With a space: directories of people have them.
        paths = try HAProxyPaths(directory: "\(directory.path)/my shop")
        router = HAProxyInstance(paths: paths)
        listen = Endpoint(address: "127.0.0.1", port: try FreePort.next())
        var pair: [[Responder]] = [[], []]
        for index in 0..<instances * 2 {
            pair[index % 2].append(try await Responder(name: ["blue", "green"][index % 2]))
        }
        (blue, green) = (pair[0], pair[1])
    }

    public var configuration: HAProxyConfiguration {
        HAProxyConfiguration(
            listen: listen, endpoints: [.blue: blue.map(\.endpoint), .green: green.map(\.endpoint)])
    }

    /// What one user is answered, on a connection of its own: the instance's name, or the status when it isn't 200.
    public func ask(_ path: String = "/", headers: [String: String] = [:]) async throws -> String {
        let port = listen.port
        return try await Blocking.run {
            let answer = try HTTPConnection(port: port).get(path, headers: headers)
            return answer.status == 200 ? answer.instance : String(answer.status)
        }
    }

    /// How often each answer came, of many requests over one connection.
    public func ask(times: Int) async throws -> [String: Int] {
        let port = listen.port
        return try await Blocking.run {
            let connection = try HTTPConnection(port: port)
            var answers: [String: Int] = [:]
            for _ in 0..<times { answers[try connection.get("/").instance, default: 0] += 1 }
            return answers
        }
    }

    /// What one user is answered who asks before and after an event, over a connection that is idle meanwhile.
    public func ask(around event: () async throws -> Void) async throws -> [String] {
        let port = listen.port
        let (connection, first) = try await Blocking.run {
            let connection = try HTTPConnection(port: port)
            return (connection, try connection.get("/").instance)
        }
        try await event()
        return [first, try await Blocking.run { try connection.get("/").instance }]
    }

    /// Sends bytes as they are and hangs up without waiting for an answer.
    public func hangUp(after text: String) async throws {
        let port = listen.port
        try await Blocking.run { try HTTPConnection(port: port).send(text) }
    }
}

/// Runs what blocks on a thread of its own.
enum Blocking {
    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}
