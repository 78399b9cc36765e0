import Control
import Cryptography
import Delivery
import Foundation
import Journal
import PipelineFile
import StrictYAML
import Triggers
import Values
import Web

/// What `slipway serve` is told by its configuration file. The format is described in `Documentation/server.md`.
public struct ServerConfiguration: Equatable, Sendable {
    /// The paths of the pipeline files, in the order of the file; at least one.
    public var pipelines: [String] = []
    /// How often each pipeline's source is asked for changes; `nil` for only when a webhook says so.
    public var poll: Duration? = .seconds(30)
    /// `nil` when nothing is to listen.
    public var http: HTTPConfiguration?
    /// The key of the signatures of webhooks; `nil` when there are none.
    public var webhookSecret: Secret?
    /// The accounts of each group, beyond the groups of the system.
    public var groups: [String: [String]] = [:]
    /// Further accounts that may use the control socket.
    public var accounts: Set<String> = []
    /// Whose e-mail addresses are whose, for gates that no author may pass.
    public var people = People(register: "people in slipway-server.yml")
    /// How much of the past is kept.
    public var retention = RetentionPolicy(samples: .seconds(30 * 86_400), runs: 500)
    /// `nil` for standard output.
    public var log: LogConfiguration?
    /// Who is told what happens.
    public var sinks: [SinkConfiguration] = []
    /// The variables of this process that secrets came from: no step and no service may have them.
    public var secretVariables: Set<String> = []

    public init() {}

    /// The rules of the control socket that follow from ``accounts`` and ``groups``.
    public var access: AccessRules {
        var groupsOfAccount: [String: [String]] = [:]
        for (group, members) in groups.sorted(by: { $0.key < $1.key }) {
            for member in members { groupsOfAccount[member, default: []].append(group) }
        }
        return AccessRules(accounts: accounts, groups: groupsOfAccount)
    }
}

/// Where HTTP is answered, and for whom.
public struct HTTPConfiguration: Equatable, Sendable {
    public var listen: ListenAddress
    /// What everybody but a signed webhook has to bring along; always there when `listen` is not local.
    public var token: Secret?

    public init(listen: ListenAddress, token: Secret? = nil) {
        self.listen = listen
        self.token = token
    }
}

/// A log file that is rotated by its size.
public struct LogConfiguration: Equatable, Sendable {
    public var path: String
    /// A file that would grow beyond it is put aside.
    public var size: ByteCount
    /// How many files are kept beside the one that is written.
    public var keep: Int

    public init(path: String, size: ByteCount = ByteCount(bytes: 10 << 20), keep: Int = 5) {
        self.path = path
        self.size = size
        self.keep = keep
    }
}

/// Somebody who is told what happens.
public struct SinkConfiguration: Equatable, Sendable {
    /// What the events are told as.
    public enum Format: Equatable, Sendable {
        /// CDEvents in CloudEvents' JSON.
        case cdevents
    }

    /// Unlike that of any other sink.
    public var name: String
    /// `https`, or `http` to this machine; without user and password.
    public var url: URL
    /// What the messages are signed with.
    public var secret: Secret
    public var format: Format
}

extension ServerConfiguration {
    /// Reads the file at `path`, and the secrets that it names.
    ///
    /// Relative paths in it are relative to its folder. It reads files: keep it off the threads that tasks run on.
    ///
    /// - Parameter environment: the variables of this process.
    /// - Throws: `YAMLFileError` with every problem, secrets that can't be used included.
    public static func load(
        _ path: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(YAMLFileError) -> ServerConfiguration {
        let folder = URL(filePath: path).deletingLastPathComponent().absoluteURL
        return try CheckedFile.load(path, kind: .server) { root, log in
            ServerConfigurationReader(log: log, file: path, folder: folder, environment: environment).configuration(
                root)
        }
    }
}

extension YAMLFileKind {
    fileprivate static let server = YAMLFileKind(
        name: "a server's configuration", beginning: "write at least pipelines: [slipway.yml]")
}
