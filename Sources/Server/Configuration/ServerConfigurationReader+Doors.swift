import Cryptography
import Delivery
import Foundation
import PipelineFile
import StrictYAML
import Values
import Web

/// What listens and what is told, with the secrets.
extension ServerConfigurationReader {
    func http(_ field: Field) -> HTTPConfiguration? {
        guard let record = Record(field, as: .http, log: log) else { return nil }
        let field = record.required("listen", expectation: "write where to listen: listen: 127.0.0.1:8090")
        var listen: ListenAddress?
        log.read(field, into: &listen, as: .listenAddress)
        let token = record["token"].flatMap { secret($0, isToken: true) }
        guard let listen else { return nil }
        if let field, !listen.isLocal, record["token"] == nil {
            log.add(
                at: field, "others than this machine can reach \(listen)",
                expectation: "write token: { file: … } beside it, or listen at 127.0.0.1")
        }
        return HTTPConfiguration(listen: absolute(listen), token: token)
    }

    /// - Parameter isHeard: whether there is something that listens for webhooks.
    func webhook(_ field: Field, isHeard: Bool) -> Secret? {
        guard let record = Record(field, as: .webhook, log: log) else { return nil }
        if !isHeard {
            log.add(
                at: field, "a webhook, and nothing listens for it",
                expectation: "write http: { listen: 127.0.0.1:8090 } as well")
        }
        return record.required("secret", expectation: "write secret: { file: webhook-secret }")
            .flatMap { secret($0) }
    }

    func sinks(_ field: Field) -> [SinkConfiguration] {
        var names: Set<String> = []
        return log.elements(of: field)?.compactMap { element in
            let sink = sink(element)
            if let sink, !names.insert(sink.name).inserted {
                log.add(
                    at: element, "two sinks are called \(sink.name.quoted)", expectation: "give each a name of its own")
            }
            return sink
        } ?? []
    }

    private func sink(_ field: Field) -> SinkConfiguration? {
        guard let record = Record(field, as: .sink, log: log) else { return nil }
        var name: String?
        var url: URL?
        var format = SinkConfiguration.Format.cdevents
        log.read(record.required("name", expectation: "a sink needs a name"), into: &name, as: .sinkName)
        log.read(record.required("url", expectation: "write url: https://…"), into: &url, as: .sinkURL)
        let signed = record.required("secret", expectation: "messages are signed; write secret: { file: … }")
        let key = signed.flatMap { secret($0) }
        log.read(record["format"], into: &format, as: .choice("cdevents", ["cdevents": .cdevents]))
        guard let name, let url, let key else { return nil }
        return SinkConfiguration(name: name, url: url, secret: key, format: format)
    }

    /// The secret at the place that is named; `nil`, with a problem, when it can't be used.
    private func secret(_ field: Field, isToken: Bool = false) -> Secret? {
        guard let record = Record(field, as: .secret, log: log) else { return nil }
        guard let source = source(record), let place = record["file"] ?? record["environment"] else { return nil }
        if case .environment(let name) = source { secretVariables.names.insert(name) }
        do throws(SecretError) {
            let secret = try source.read(environment: environment)
            guard !isToken || secret.isToken else { throw SecretError.notAToken }
            return secret
        } catch {
            log.add(at: place.position, error.message, text: place.text, expectation: error.remedy)
            return nil
        }
    }

    private func source(_ record: Record) -> SecretSource? {
        var (file, variable): (String?, String?)
        log.read(record["file"], into: &file, as: .path)
        log.read(record["environment"], into: &variable, as: .variable)
        let isOne = (record["file"] == nil) != (record["environment"] == nil)
        if !isOne, record.isUnderstood {
            log.add(
                at: record.field, "a secret needs one place where it is kept",
                expectation: "write { file: PATH } or { environment: NAME }")
        }
        guard isOne else { return nil }
        return file.map { .file(path($0)) } ?? variable.map { .environment($0) }
    }

    private func absolute(_ listen: ListenAddress) -> ListenAddress {
        if case .unix(let socket) = listen { return .unix(path(socket)) }
        return listen
    }
}
