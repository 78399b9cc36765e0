import Delivery
import Foundation
import Journal
import PipelineFile
import StrictYAML
import Triggers
import Values
import Web

/// Makes a `ServerConfiguration` of a document: a method for each section. What is wrong is reported to the log.
struct ServerConfigurationReader {
    let log: ProblemLog
    /// Its path.
    let file: String
    /// What relative paths are relative to.
    let folder: URL
    /// The variables of this process.
    let environment: [String: String]
    /// The variables that secrets came from.
    let secretVariables = SecretVariables()

    func configuration(_ field: Field) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        guard let record = Record(field, as: .server, log: log) else { return configuration }
        let pipelines = record.required("pipelines", expectation: "write pipelines: [slipway.yml]")
        configuration.pipelines = pipelines.map(pipelinePaths) ?? []
        log.read(record["poll"], into: &configuration.poll, as: .pollInterval)
        configuration.http = record["http"].flatMap(http)
        configuration.webhookSecret = record["webhook"].flatMap { webhook($0, isHeard: record["http"] != nil) }
        configuration.groups = record["groups"].map(groups) ?? [:]
        configuration.accounts = Set(record["accounts"].map(accounts) ?? [])
        let emails = record["people"].map { PeopleReader(log: log).emails($0) } ?? [:]
        configuration.people = People(emails, register: "people in \(file)")
        record["retention"].map { read($0, into: &configuration.retention) }
        configuration.log = record["log"].flatMap(logFile)
        configuration.sinks = record["sinks"].map(sinks) ?? []
        configuration.secretVariables = secretVariables.names
        return configuration
    }

    /// As an absolute path.
    func path(_ text: String) -> String {
        URL(filePath: text, relativeTo: folder).standardizedFileURL.path(percentEncoded: false)
    }

    private func pipelinePaths(_ field: Field) -> [String] {
        guard let elements = log.elements(of: field) else { return [] }
        if elements.isEmpty {
            log.add(at: field, "a server without pipelines", expectation: "write pipelines: [slipway.yml]")
        }
        return distinct(elements, as: .path, what: "pipeline").map(path)
    }

    private func accounts(_ field: Field) -> [String] {
        log.elements(of: field).map { distinct($0, as: .account, what: "account") } ?? []
    }

    private func groups(_ field: Field) -> [String: [String]] {
        guard field.isMapping else {
            log.add(
                at: field, "expected a mapping, found \(field.found)",
                expectation: "write each group's accounts below its name: release: [ana, ben]")
            return [:]
        }
        var groups: [String: [String]] = [:]
        for entry in field.entries {
            guard let name = entry.name, AccountName.isPossible(name) else {
                log.add(at: entry.position, "a group's name that is none", expectation: AccountName.rule)
                continue
            }
            groups[name] = accounts(entry.field)
        }
        return groups
    }

    private func read(_ field: Field, into retention: inout RetentionPolicy) {
        guard let record = Record(field, as: .retention, log: log) else { return }
        var (samples, runs) = (retention.samples, retention.runs)
        log.read(record["samples"], into: &samples, as: .time)
        log.read(record["runs"], into: &runs, as: .countFromOne)
        retention = RetentionPolicy(samples: samples, runs: runs)
    }

    private func logFile(_ field: Field) -> LogConfiguration? {
        guard let record = Record(field, as: .log, log: log) else { return nil }
        var configuration = LogConfiguration(path: "")
        log.read(record.required("file", expectation: "write file: serve.log"), into: &configuration.path, as: .path)
        configuration.path = path(configuration.path)
        log.read(record["size"], into: &configuration.size, as: .logSize)
        log.read(record["keep"], into: &configuration.keep, as: .keptFiles)
        return configuration
    }

    /// The values of a list, each once.
    private func distinct(_ elements: [Field], as form: ValueForm<String>, what: String) -> [String] {
        var seen: Set<String> = []
        for element in elements {
            var text: String?
            log.read(element, into: &text, as: form)
            guard let text else { continue }
            if !seen.insert(text).inserted {
                log.add(at: element, "the \(what) \(text.quoted) is there twice", expectation: "keep one of them")
            }
        }
        return elements.compactMap(\.text).filter { seen.remove($0) != nil }
    }
}
