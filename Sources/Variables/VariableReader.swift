import Delivery
import Foundation

/// What a process finds in its environment, with the names of those that nobody may see.
public struct ReadVariables: Sendable, CustomReflectable {
    public var values: [String: String]
    /// Those whose values are masked in what the process prints.
    public let secrets: [String]

    /// Names alone: this may be printed by whoever looks for something else.
    public var customMirror: Mirror { Mirror(self, children: ["names": values.keys.sorted()]) }
}

/// Reads what variables a process gets, at the moment at which it needs them: nothing is kept.
public struct VariableReader: Sendable {
    let passed: PassedVariables
    /// What paths in the pipeline file are relative to.
    let workspace: URL

    public init(_ passed: PassedVariables, workspace: URL) {
        self.passed = passed
        self.workspace = workspace
    }

    /// - Parameter isHere: whether the process is on this machine.
    /// - Throws: ``MissingVariables``, `CancellationError`
    public func read(_ variables: ProcessVariables, here isHere: Bool = true) async throws -> ReadVariables {
        var troubles: [VariableTrouble] = []
        let files = await files(of: variables, &troubles)
        let secrets = try await secrets(of: variables, &troubles)
        guard troubles.isEmpty else { throw MissingVariables(troubles: troubles) }
        let names = variables.passed
        let given = isHere ? passed.here(passing: names) : passed.elsewhere(passing: names)
        let values = variables.values(over: given, files: files, secrets: secrets)
        // What a file of a nearer place has put in a secret's stead is no secret.
        return ReadVariables(
            values: values, secrets: secrets.filter { values[$0.key] == $0.value }.map(\.key).sorted())
    }

    private func files(
        of variables: ProcessVariables, _ troubles: inout [VariableTrouble]
    ) async -> [String: [String: String]] {
        var files: [String: [String: String]] = [:]
        for path in variables.files {
            do throws(VariableTrouble) { files[path] = try await file(path) } catch { troubles.append(error) }
        }
        return files
    }

    private func secrets(
        of variables: ProcessVariables, _ troubles: inout [VariableTrouble]
    ) async throws -> [String: String] {
        var secrets: [String: String] = [:]
        for (name, source) in variables.secrets {
            do {
                secrets[name] = try await secret(name, source, passing: variables.passed)
            } catch let trouble as VariableTrouble {
                troubles.append(trouble)
            }
        }
        return secrets
    }

    /// What a process finds that was started before, and gets nothing any more.
    public func unread(_ variables: ProcessVariables) -> ReadVariables {
        ReadVariables(values: passed.here(passing: variables.passed), secrets: [])
    }

    func file(_ path: String) async throws(VariableTrouble) -> [String: String] {
        do throws(VariableFileError) {
            return try VariableLines.parse(try await VariableFile(path: path, workspace: workspace).contents())
        } catch {
            throw VariableTrouble(.file(path), error.reason)
        }
    }

    /// - Throws: ``VariableTrouble``, `CancellationError`
    func secret(_ name: String, _ source: SecretSource, passing names: [String]) async throws -> String {
        do {
            return try SecretValue.read(try await bytes(of: source, passing: names))
        } catch let error as VariableFileError {
            throw VariableTrouble(.secret(name, source), error.reason)
        }
    }

    private func bytes(of source: SecretSource, passing names: [String]) async throws -> [UInt8] {
        switch source {
        case .file(let path): return try await VariableFile(path: path, workspace: workspace).contents()
        case .variable(let name):
            if let value = passed.value(of: name) { return Array(value.utf8) }
            throw VariableFileError("the variable \(name) is not set where slipway runs; set it there")
        case .command(let script):
            let environment = passed.here(passing: names)
            return try await SecretCommand(script: script, workspace: workspace, environment: environment).output()
        }
    }
}
