import Delivery
import Fleet
import Foundation
import Posix
import Values

/// Instances on their hosts, as they are found by whoever knows their names.
extension HostGroup {
    /// An instance, once its host could be reached.
    nonisolated func instance(_ id: InstanceID) async throws -> ServiceInstance {
        ServiceInstance(on: try await host(id.host), at: place(of: id))
    }

    /// Where an instance runs since it was started last.
    nonisolated func place(of id: InstanceID) -> InstancePlace {
        let first = firstPlace(of: id)
        let note = try? String(contentsOf: startNote(of: first, on: id.host), encoding: .utf8)
        return first.start(note.flatMap { Int($0) } ?? 1)
    }

    /// From now on an instance is where its `number`-th start is; the note is on this machine.
    nonisolated func noteStart(_ number: Int, of id: InstanceID) throws {
        let note = startNote(of: firstPlace(of: id), on: id.host)
        try FileManager.default.createDirectory(
            at: note.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try Data("\(number)".utf8).write(to: note, options: .atomic)
    }

    /// An instance stays where the program that started it put it. Its port was noted before that, on this machine.
    nonisolated func firstPlace(of id: InstanceID) -> InstancePlace {
        let former = InstancePlace.former(slot: id.slot, index: id.index, run: id.run, attempt: id.attempt)
        let isThere = FileManager.default.fileExists(atPath: portNote(of: former, on: id.host).path)
        return isThere ? former : InstancePlace(slot: id.slot, index: id.index, run: id.run, attempt: id.attempt)
    }

    nonisolated func portNote(of place: InstancePlace, on host: HostAddress) -> URL {
        notes(on: host).run(place).appendingPathExtension("port")
    }

    private nonisolated func startNote(of place: InstancePlace, on host: HostAddress) -> URL {
        notes(on: host).run(place).appendingPathExtension("start")
    }

    /// Who listens where an instance should; a host that can't be asked doesn't know.
    nonisolated func listener(of id: InstanceID, at endpoint: Endpoint) async -> PortListener {
        do {
            return try await instance(id).command.listener(on: endpoint)
        } catch {
            return .unknown(why: error.words)
        }
    }
}
