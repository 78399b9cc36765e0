import Delivery
import StrictYAML
import Values

/// `env`, `env-file` and `secrets`: the same wherever they stand.
extension PipelineReader {
    /// What a mapping says of variables, as far as its keys may; `nil` for nothing.
    func variables(_ record: Record) -> VariableSettings? {
        var settings = VariableSettings()
        record["env"].map { settings.texts = texts($0) }
        log.read(record["env-file"], into: &settings.file, as: .line)
        record["secrets"].map { settings.secrets = secrets($0) }
        return settings.isEmpty ? nil : settings
    }

    private func texts(_ field: Field) -> [String: String] {
        var texts: [String: String] = [:]
        for (name, field) in named(field, example: "env: { LOG_LEVEL: info }") {
            log.read(field, into: &texts[name], as: .script)
        }
        return texts
    }

    private func secrets(_ field: Field) -> [String: SecretSource] {
        var sources: [String: SecretSource] = [:]
        for (name, field) in named(field, example: "secrets: { DB_URL: { file: /run/secrets/db-url } }") {
            sources[name] = secret(field)
        }
        return sources
    }

    /// A secret needs one place where it is kept.
    private func secret(_ field: Field) -> SecretSource? {
        guard let record = Record(field, as: .secret, log: log) else { return nil }
        let keys = Section.secret.keys.filter { record[$0] != nil }
        guard keys.count == 1 else {
            log.didNotUnderstand(field.path)
            if record.isUnderstood || keys.count > 1 {
                log.add(
                    at: field, "a secret with \(keys.isEmpty ? "no place" : "\(keys.count) places") where it is kept",
                    expectation: "write one of file, env and command: { file: /run/secrets/db-url }")
            }
            return nil
        }
        var (file, variable, command): (String?, String?, String?)
        log.read(record["file"], into: &file, as: .line)
        log.read(record["env"], into: &variable, as: .line)
        log.read(record["command"], into: &command, as: .script)
        return file.map(SecretSource.file) ?? variable.map(SecretSource.variable) ?? command.map(SecretSource.command)
    }

    /// What stands below each name of a mapping; nothing, with a problem, for anything else.
    private func named(_ field: Field, example: String) -> [(String, Field)] {
        guard field.isMapping else {
            log.didNotUnderstand(field.path)
            log.add(at: field, "expected a mapping, found \(field.found)", expectation: "write \(example)")
            return []
        }
        return field.entries.compactMap { entry in
            guard let name = entry.name else {
                log.add(at: entry.position, "a variable's name that is not a word", expectation: "write \(example)")
                return nil
            }
            return (name, entry.field)
        }
    }
}
